"""A place with a planted fault, served by the same server as a real one."""

import signal
import urllib.request
from pathlib import Path

from tests import forking
from tests.running import Running, surroundings


class Planted(Running):
    """Like `Running`, but what is served is a module of `tests.planted`."""

    def __init__(self, data: Path, fault: str, *, threads: int = 16, **settings: str) -> None:
        super().__init__(data, DJANGO_SETTINGS_MODULE="held.settings", **settings)
        self.fault, self.threads = fault, threads
        if not (data / "static").exists():
            gather = ["-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
            assert forking.run(gather, surroundings(data, **self.settings)).returncode == 0

    def arguments(self) -> list[str]:
        """The server alone, with the fault."""
        serve = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--port", str(self.port)]
        threads = ["--blocking-threads", str(self.threads)]
        return [*serve, *threads, f"tests.planted.{self.fault}:application"]

    def stop(self, how: int = signal.SIGKILL) -> int:
        """A bare granian that gets one signal twice, from us and from its parent, may wait for itself for ever."""
        return super().stop(how)

    def is_open(self) -> bool:
        """Whether it answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=1):
                return True
        except OSError:
            return False
