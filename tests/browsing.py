"""A real Chromium, watched: it reports every request to another host, every CSP violation, every error."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Page, ViewportSize, sync_playwright

from tests.chromium import find_chromium

PHONE: ViewportSize = {"width": 320, "height": 640}
IN_HAND: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Only the violations that axe finds are described, and by their HTML: describing the rest takes a third of its time.
WHAT_AXE_TELLS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"], "selectors": False}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium with its back/forward cache on (Playwright switches it off by default)."""
    path = find_chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium, and in CI walks are not skipped")
        pytest.skip("there is no Chromium here: set HELD_CHROMIUM, or install one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=QUIET, ignore_default_args=["--disable-back-forward-cache"]
        )
        yield browser
        browser.close()


@dataclass
class Watched:
    """One page of one reader, and what it did that it should not."""

    page: Page
    url: str
    scripts: CDPSession
    javascript: bool = True
    elsewhere: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def look(self, path: str) -> None:
        """Open a page of the installation."""
        self.page.goto(self.url + path)

    def axe(self) -> list[str]:
        """The violations that axe finds of WCAG 2.2 A and AA; empty if there are none."""
        self.let_scripts_run(True)  # axe is a script itself; the page it checks was loaded without scripts
        try:
            found = self._run_axe()
        except Error:  # the page was just being left for another one, and that one is meant
            found = self._run_axe()
        self.let_scripts_run(self.javascript)
        return [f"{v['id']}: {[node['html'] for node in v['nodes']][:3]}" for v in found.response["violations"]]

    def _run_axe(self) -> AxeResults:
        self.page.wait_for_load_state()
        if self.page.evaluate("typeof axe") != "undefined":
            return AxeResults(self.page.evaluate("options => axe.run(options)", WHAT_AXE_TELLS))
        return Axe().run(self.page, options=WHAT_AXE_TELLS)

    def renderings(self) -> Iterator[None]:
        """The current page, then in the other theme and at the other width, without reloading it."""
        yield
        window = self.page.viewport_size or DESK
        dark = self.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        self._render(DESK if window["width"] < DESK["width"] else PHONE, dark=not dark)
        yield
        self._render(window, dark=dark)

    def _render(self, window: ViewportSize, *, dark: bool) -> None:
        self.page.emulate_media(color_scheme="dark" if dark else "light")
        self.page.set_viewport_size(window)

    def too_wide(self) -> int:
        """By how many pixels the page is wider than its window."""
        self.page.wait_for_load_state("domcontentloaded")  # a page that was just opened may have no element yet
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def small_targets(self) -> list[str]:
        """What is seen, can be pressed, and is less than 44 px high: a thumb misses it. A box has its whole label."""
        return self.page.evaluate("""() => Array.from(document.querySelectorAll("a, button, summary, input, select"))
            .map(one => one.matches("[type=radio], [type=checkbox]") ? one.closest("label") || one : one)
            .filter(one => { const box = one.getBoundingClientRect(); return box.width > 1 && box.height > 1
                && box.bottom + scrollY > 0 && box.height < 43.5; })
            .map(one => one.outerHTML.slice(0, 120))""")

    def let_scripts_run(self, run: bool) -> None:
        """Whether the pages opened from now on may run scripts."""
        self.scripts.send("Emulation.setScriptExecutionDisabled", {"value": not run})


@contextmanager
def watched(
    browser: Browser, url: str, *, session: str = "", javascript: bool = True, dark: bool = False, phone: bool = False
) -> Iterator[Watched]:
    """A new reader, or somebody who is signed in."""
    context = browser.new_context(
        color_scheme="dark" if dark else "light",
        viewport=PHONE if phone else DESK,
    )
    if session:
        context.add_cookies([{"name": "held", "value": session, "url": url, "httpOnly": True, "sameSite": "Lax"}])
    with _watching(context, url, javascript=javascript) as seen:
        yield seen


@contextmanager
def without_cookies(browser: Browser, url: str, profile: Path, *, javascript: bool = True) -> Iterator[Watched]:
    """A phone whose browser blocks all cookies, as a setting can; `profile`: an empty folder for that setting."""
    block_cookies(profile)
    context = browser.browser_type.launch_persistent_context(
        profile, executable_path=find_chromium(), args=QUIET, viewport=PHONE
    )
    with _watching(context, url, javascript=javascript) as seen:
        yield seen


def block_cookies(profile: Path) -> None:
    """Make the browser that is started with this empty profile folder keep no cookies."""
    (profile / "Default").mkdir(parents=True)
    settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (profile / "Default" / "Preferences").write_text(json.dumps(settings))


@contextmanager
def _watching(context: BrowserContext, url: str, *, javascript: bool) -> Iterator[Watched]:
    page = context.new_page()
    seen = Watched(page, url, context.new_cdp_session(page), javascript)
    seen.let_scripts_run(javascript)
    ours = urlsplit(url).netloc
    page.on("request", lambda asked: urlsplit(asked.url).netloc != ours and seen.elsewhere.append(asked.url))
    page.on("console", lambda said: said.type == "error" and "404" not in said.text and seen.refused.append(said.text))
    page.on("pageerror", lambda fault: seen.refused.append(str(fault)))
    try:
        yield seen
    finally:
        context.close()


def send_photographs(page: Page, files: object) -> None:
    """Choose photographs on the page that sends them: that alone sends them, or without its scripts a button does."""
    page.wait_for_load_state()  # its scripts have run
    page.locator("#photographs").set_input_files(files)  # type: ignore[arg-type]  # any of its kinds
    button = page.get_by_role("button", name="Send these photographs")
    if button.is_visible():
        button.click()
