"""A place with a planted fault, served by the same server as a real one."""

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.running import ROOT, Running, surroundings


class Planted(Running):
    """Like `Running`, but what is served is a module of `tests.planted`."""

    def __init__(self, data: Path, fault: str, *, threads: int = 16, **settings: str) -> None:
        super().__init__(data, DJANGO_SETTINGS_MODULE="held.settings", **settings)
        self.fault, self.threads = fault, threads
        gather = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
        subprocess.run(gather, cwd=ROOT, env=surroundings(data, **self.settings), check=True)

    def command_line(self) -> list[str]:
        """The server alone, with the fault."""
        serve = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--port", str(self.port)]
        threads = ["--blocking-threads", str(self.threads)]
        return [sys.executable, *serve, *threads, f"tests.planted.{self.fault}:application"]

    def stop(self, how: int = signal.SIGKILL) -> int:
        """A bare granian that hears one signal twice, from us and from its parent, may wait for itself for ever."""
        return super().stop(how)

    def is_open(self) -> bool:
        """Whether it answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=1):
                return True
        except OSError:
            return False
