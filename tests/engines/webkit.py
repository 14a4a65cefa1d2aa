"""WebKitGTK, in a window of its own process (webkit_window.py), on a display of its own."""

import json
import os
import subprocess
from pathlib import Path

from tests.engines.engine import Engine, Failed, as_function

PYTHON = "/usr/bin/python3"  # Debian's own, for which python3-gi is made
WINDOW = Path(__file__).with_name("webkit_window.py")
ENDING = 20.0  # seconds at most


class Display:
    """An X server without a screen."""

    def __init__(self) -> None:
        reads, writes = os.pipe()
        command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1280x1000x24", "-nolisten", "tcp"]
        self._process = subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL)
        os.close(writes)
        with os.fdopen(reads) as told:
            self.name = f":{told.readline().strip()}"

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


class WebKit(Engine):
    """A window of WebKitGTK that remembers none of the windows before it."""

    name = "WebKit"

    def __init__(self, display: Display, *, javascript: bool = True, cookies: bool = True) -> None:
        settings = {"javascript": javascript, "cookies": cookies, "width": 400, "height": 600}
        self._process = subprocess.Popen(
            [PYTHON, str(WINDOW), json.dumps(settings)],
            env={**os.environ, "DISPLAY": display.name, "NO_AT_BRIDGE": "1", "LIBGL_ALWAYS_SOFTWARE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._hear()

    def open(self, url: str) -> None:
        self._tell("look", url=url)

    def run(self, code: str, *given: object) -> object:
        return self._tell("run", code=as_function(code, given))

    def back(self) -> None:
        self._tell("back")

    def reload(self) -> None:
        self._tell("reload")

    def sign_in(self, url: str, session: str) -> None:
        self._tell("keep", url=url, name="held", value=session)

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(timeout=ENDING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _tell(self, do: str, **given: object) -> object:
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"do": do, **given}) + "\n")
        self._process.stdin.flush()
        return self._hear()

    def _hear(self) -> object:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise Failed("WebKit ended.")
        told = json.loads(line)
        if told["fault"]:
            raise Failed(told["fault"])
        return told["value"]
