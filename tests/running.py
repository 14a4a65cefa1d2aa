"""A real place, running as a host runs it: `python -m held serve` in a process and a data folder of its own.

    with Running(tmp_path / "place") as place:
        httpx.get(place.url + "/healthz")
        place.first_link          # the link that was printed, once; None if none was
        place.kill()              # SIGKILL for every process of it, as a power cut would
        place.start()             # the same place, port and data again
        place.stop()              # Ctrl-C; the exit code

An empty folder is filled from one that was started once before (`first=True`: it is not, and the tables are made).
It gets only the HELD_* settings that are given, none of the environment: Running(folder, HELD_ADDRESS="https://…").
"""

import atexit
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections import deque
from contextlib import suppress
from functools import cache
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import IO, Self

from tests import forking

ROOT = Path(__file__).resolve().parent.parent
_given: deque[int] = deque(maxlen=500)  # ports, by `free_port`
FORKED = True  # from a process that has loaded the libraries; the tests of the commands themselves set it to False
LINK = re.compile(r"^\s+(\S+/entrance/link/\S+)$", re.MULTILINE)


class DidNotStart(Exception):
    """The installation ended, or stayed silent, before it was open; the text is its whole output."""


def free_port() -> int:
    """A port at which nothing answers now. It is below those that Linux gives to outgoing connections (32768 and
    more), so that an installation that is killed and started again finds it free; and each worker of a run takes
    from its own thousand, none of the last 500 again: who was given it may not listen there yet."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = 20_000 + worker % 12 * 1_000
    for port in random.SystemRandom().sample(range(first, first + 1_000), 1_000):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in _given:
                _given.append(port)
                return port
    raise DidNotStart("No port is free.")


def surroundings(data: Path, **settings: str) -> dict[str, str]:
    """The environment for this data folder, with only the given HELD_* settings."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("HELD_", "DJANGO_"))}
    return bare | {"HELD_DATA": str(data), "PYTHONPATH": str(ROOT)} | settings


def held(*arguments: str, data: Path, seconds: float = 60, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one held command to its end."""
    env = surroundings(data, **settings)
    if FORKED:
        return forking.run(["-m", "held", *arguments], env, timeout=seconds)
    command = [sys.executable, "-m", "held", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=seconds, check=False)


class Running:
    """One installation; it runs inside `with`, and can be stopped, killed and started again."""

    def __init__(
        self,
        data: Path,
        *,
        port: int = 0,
        command: str = "serve",
        seconds: float = 90,
        really: bool = False,
        first: bool = False,
        **settings: str,
    ):
        self.data, self.port, self.command, self.seconds = data, port or free_port(), command, seconds
        self.settings = settings
        self.really = really or not FORKED
        self.first = first or command != "serve" or "HELD_DATABASE_URL" in settings  # it begins in an empty folder
        self.heard = threading.Event()  # it printed or logged something, or one of its streams ended
        self.said: list[str] = []  # its stdout, line by line, since its last start
        self.logged: list[str] = []  # its stderr
        self.process: subprocess.Popen[str] | forking.Child | None = None

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://localhost:{self.port}"

    @property
    def links(self) -> list[str]:
        """Every one-time link it printed since its last start."""
        return LINK.findall("\n".join(self.said))

    @property
    def first_link(self) -> str | None:
        """The link with which the first person becomes the host; None if none was printed."""
        return self.links[0] if self.links else None

    @property
    def output(self) -> str:
        """All its output and log lines since its last start."""
        return "\n".join([*self.said, *self.logged])

    def arguments(self) -> list[str]:
        """The arguments for Python."""
        return ["-m", "held", self.command]

    def command_line(self) -> list[str]:
        """The command line for a real start."""
        return [sys.executable, *self.arguments()]

    def is_open(self) -> bool:
        """Whether it has said that it answers."""
        return any(line.startswith("To stop:") for line in self.said)

    def start(self) -> Self:
        """Start it and wait until it answers. Raises DidNotStart."""
        self.said, self.logged = [], []
        if not self.first and not self.data.exists():
            shutil.copytree(begun_place(), self.data)
        env = surroundings(self.data, HELD_PORT=str(self.port), **self.settings)
        self.process = _really(self.command_line(), env) if self.really else forking.Child(self.arguments(), env)
        self._readers = [
            _keep(self.process.stdout, self.said, self.heard),
            _keep(self.process.stderr, self.logged, self.heard),
        ]
        begun = monotonic()
        while not self.is_open():
            if self.process.poll() is not None or monotonic() - begun > self.seconds:
                self.kill()
                nothing = f"It ended with {self.process.returncode} and had said nothing."
                raise DidNotStart(self.output or nothing)
            self.heard.wait(0.1)
            self.heard.clear()
        return self

    def stop(self, how: int = signal.SIGINT) -> int:
        """Ctrl-C, as a terminal sends it: to each of its processes. Returns the exit code."""
        assert self.process is not None
        os.killpg(self.process.pid, how)
        return self._ended()

    def kill(self) -> None:
        """SIGKILL to all its processes at once; none of them finishes anything."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self._ended()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, _fault: BaseException | None, _at: TracebackType | None
    ) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill() if kind else self.stop()

    def _ended(self) -> int:
        assert self.process is not None
        code = self.process.wait(timeout=60)
        for reader in self._readers:
            reader.join(timeout=10)
        return code


@cache
def begun_place() -> Path:
    """The data folder of an installation that was started once and stopped, and has no host yet: to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="held-begun-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with Running(folder / "place", really=True, first=True) as place:
        return place.data


def _really(command: list[str], env: dict[str, str]) -> subprocess.Popen[str]:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True, **pipes)


def _keep(stream: IO[str] | None, lines: list[str], heard: threading.Event) -> threading.Thread:
    assert stream is not None

    def read() -> None:
        with stream:
            for line in stream:
                lines.append(line.rstrip("\n"))
                heard.set()
        heard.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    return reader
