"""Firefox ESR, driven by Marionette."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.engines.engine import Engine, Failed
from tests.engines.marionette import Marionette, Refused
from tests.running import free_port

PROGRAM = "firefox-esr"
STARTING = 60.0  # seconds at most
ENDING = 20.0  # seconds at most
QUIET = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}
AS_NEW = """
Services.prefs.setBoolPref("javascript.enabled", arguments[0]);
Services.prefs.setIntPref("network.cookie.cookieBehavior", arguments[1] ? 0 : 2);
Services.prefs.setIntPref("browser.display.document_color_use", arguments[2] ? 2 : 0);
Services.cookies.removeAll();
Cc["@mozilla.org/security/certoverride;1"].getService(Ci.nsICertOverrideService)
    .setDisableAllSecurityChecksAndLetAttackersInterceptMyData(true);  // our certificate is signed by itself
return new Promise(function (done) {
    Services.clearData.deleteData(Ci.nsIClearDataService.CLEAR_ALL, function () { done(true); });
});
"""


class FirefoxProcess:
    """One Firefox with a profile of its own, in which windows are opened one after the other. Raises Failed."""

    def __init__(self) -> None:
        self._profile = Path(tempfile.mkdtemp(prefix="held-firefox-"))
        port = free_port()
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in (QUIET | {"marionette.port": port}).items()
        ]
        (self._profile / "user.js").write_text("".join(lines))
        command = [PROGRAM, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote"]
        self._process = subprocess.Popen(
            [*command, "--width", "400", "--height", "600", "--profile", str(self._profile)],
            env={**os.environ, "HOME": str(self._profile), "MOZ_CRASHREPORTER_DISABLE": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._says = self._connected(port)
        wanted = {"pageLoadStrategy": "none", "unhandledPromptBehavior": "accept"}
        self.ask("WebDriver:NewSession", capabilities={"alwaysMatch": wanted})

    def ask(self, command: str, **given: object) -> object:
        """Send one WebDriver command, such as WebDriver:Navigate; returns its value. Raises Failed."""
        try:
            return self._says.ask(command, **given)
        except Refused as fault:
            raise Failed(str(fault)) from fault

    def ask_itself(self, script: str, *given: object) -> None:
        """Run a script with the rights of the browser itself."""
        self.ask("Marionette:SetContext", value="chrome")
        self.ask("WebDriver:ExecuteScript", script=script, args=list(given))
        self.ask("Marionette:SetContext", value="content")

    def open_alone(self) -> None:
        """A new window that replaces the old one."""
        opened = self.ask("WebDriver:NewWindow", type="tab")
        self.ask("WebDriver:CloseWindow")
        assert isinstance(opened, dict)
        self.ask("WebDriver:SwitchToWindow", handle=opened["handle"])

    def close(self) -> None:
        """End it, and remove its profile."""
        with suppress(Refused, OSError):
            self._says.ask("Marionette:Quit", flags=["eForceQuit"])
        self._says.close()
        try:
            self._process.wait(timeout=ENDING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _connected(self, port: int) -> Marionette:
        end = time.monotonic() + STARTING
        while True:
            with suppress(OSError, Refused):
                return Marionette(port)
            if time.monotonic() > end or self._process.poll() is not None:
                self._process.kill()
                raise Failed("Firefox did not start.")
            time.sleep(0.05)


class Firefox(Engine):
    """The one window of a Firefox that remembers none of the windows before it."""

    name = "Firefox"

    def __init__(
        self, process: FirefoxProcess, *, javascript: bool = True, cookies: bool = True, forced_colours: bool = False
    ) -> None:
        self._process = process
        process.ask_itself(AS_NEW, javascript, cookies, forced_colours)
        process.open_alone()

    def open(self, url: str) -> None:
        self._process.ask("WebDriver:Navigate", url=url)

    def run(self, code: str, *given: object) -> object:
        return self._process.ask("WebDriver:ExecuteScript", script=code, args=list(given), sandbox="walk")

    def back(self) -> None:
        self._process.ask("WebDriver:Back")

    def reload(self) -> None:
        self._process.ask("WebDriver:Refresh")

    def sign_in(self, url: str, session: str) -> None:
        self.look(f"{url}/quiet/")
        cookie = {"name": "held", "value": session, "httpOnly": True, "sameSite": "Lax"}
        self._process.ask("WebDriver:AddCookie", cookie=cookie)

    def close(self) -> None:
        """Does nothing: the next window replaces it."""
