"""Servers of the run: each on one core, in a folder of its own, ended with the block."""

import http.client
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

from bench import measuring
from bench.worker import ROOT
from tests.running import free_port, surroundings

_PATIENCE = 60  # seconds until a server answers
_LOOK = 0.01  # seconds between two questions whether it does


class DidNotStart(Exception):
    """A server ended, or did not answer in time; the text is what it wrote."""


@dataclass(frozen=True)
class Program:
    """What is started: a command that knows its port, where, and what its environment says."""

    command: tuple[str, ...]
    port: int
    cwd: Path
    env: dict[str, str]


@dataclass(frozen=True)
class Server:
    """One that answers: its process, its port, how many seconds that took, and of CPU."""

    process: int
    port: int
    seconds: float
    cpu: float

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://localhost:{self.port}"


@contextmanager
def running(program: Program, log: Path) -> Iterator[Server]:
    """It answers its first page with 200 when the block begins, and all of it is gone when the block ends.

    Raises DidNotStart.
    """
    command, begun = measuring.on_core(measuring.SERVER_CORE, *program.command), perf_counter()
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=program.cwd, env=program.env, stdout=said, stderr=said, start_new_session=True
        )
        try:
            while not _answers(program.port):
                if process.poll() is not None or perf_counter() - begun > _PATIENCE:
                    raise DidNotStart(log.read_text())
                sleep(_LOOK)
            seconds = perf_counter() - begun
            yield Server(process.pid, program.port, seconds, measuring.cpu_seconds(process.pid))
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=60)


def held(data: Path, *python: str) -> Program:
    """`held serve` in this folder."""
    port = free_port()
    return Program((*python, "-m", "held", "serve"), port, ROOT, surroundings(data, HELD_PORT=str(port)))


def _answers(port: int) -> bool:
    here = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        here.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return here.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        here.close()
