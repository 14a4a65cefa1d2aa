"""Chromium, driven by Playwright."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error

from tests.browsing import QUIET, block_cookies
from tests.chromium import find_chromium
from tests.engines.engine import Engine, Failed, as_function

SIZE = {"width": 400, "height": 600}


class Chromium(Engine):
    """A window with its own cookies, in a browser that other walks use too; without cookies a separate browser,
    because that is a setting of its profile."""

    name = "Chromium"

    def __init__(
        self, browser: Browser, *, javascript: bool = True, cookies: bool = True, forced_colours: bool = False
    ) -> None:
        self._profile: Path | None = None
        given = {"viewport": SIZE, "forced_colors": "active" if forced_colours else "none", "ignore_https_errors": True}
        self._context = browser.new_context(**given) if cookies else self._without_cookies(browser, given)
        self._page = self._context.new_page()
        self._page.on("dialog", lambda asked: asked.accept())
        scripts = self._context.new_cdp_session(self._page)
        scripts.send("Emulation.setScriptExecutionDisabled", {"value": not javascript})

    def open(self, url: str) -> None:
        self._page.goto(url, wait_until="commit")

    def run(self, code: str, *given: object) -> object:
        try:
            return self._page.evaluate(as_function(code, given))
        except Error as fault:
            raise Failed(str(fault)) from fault

    def back(self) -> None:
        try:
            self.run("history.back()")
        except Failed:
            return  # the page that went back is no longer there to answer

    def reload(self) -> None:
        self._page.reload(wait_until="commit")

    def sign_in(self, url: str, session: str) -> None:
        cookie = {"name": "held", "value": session, "url": url, "httpOnly": True, "sameSite": "Lax"}
        self._context.add_cookies([cookie])

    def close(self) -> None:
        self._context.close()
        if self._profile:
            shutil.rmtree(self._profile, ignore_errors=True)

    def _without_cookies(self, browser: Browser, given: dict) -> BrowserContext:
        self._profile = Path(tempfile.mkdtemp(prefix="held-chromium-"))
        block_cookies(self._profile)
        return browser.browser_type.launch_persistent_context(
            self._profile, executable_path=find_chromium(), args=QUIET, **given
        )
