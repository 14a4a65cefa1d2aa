"""Python processes forked from one that has loaded the libraries already: they start in a third of the time.

    ran = run(["-m", "held", "check"], env=surroundings(data))            # as subprocess.run, with captured text
    child = Child(["-c", "print(1)"], env=surroundings(data))             # as subprocess.Popen, with pipes of text

The template loads only libraries, no part of held: held reads its settings when it is imported, and each child has
settings of its own. Each child is the leader of its own session, as with `start_new_session=True`. What starts held
itself (tests/cli) is tested with real starts.
"""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from time import monotonic
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 1 << 17  # bytes of one order: a command, its environment


class Template:
    """The process from which the others are forked; it ends with this one."""

    def __init__(self) -> None:
        self.orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            theirs.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LONGEST)
            self.orders.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LONGEST)
            command = [sys.executable, "-m", "tests.template", str(theirs.fileno())]
            env = {name: value for name, value in os.environ.items() if not name.startswith(("HELD_", "DJANGO_"))}
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=env, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
            )
        atexit.register(self.end)

    def fork(self, arguments: list[str], env: dict[str, str], out: int, err: int) -> tuple[int, int]:
        """A child that runs `python *arguments`; returns its pid, and the file number for its exit code."""
        told, tells = os.pipe()
        try:
            order = json.dumps({"arguments": arguments, "env": env}).encode()
            socket.send_fds(self.orders, [order], [out, err, tells])
            return int(self.orders.recv(64)), told
        finally:
            os.close(tells)

    def end(self) -> None:
        """End the template; children that are still running continue."""
        self.orders.close()
        self.process.wait()


@cache
def template() -> Template:
    """This process's template, started when it is first needed."""
    return Template()


class Child:
    """As much of `subprocess.Popen` as tests use. `out`: a file number for its stdout and stderr."""

    def __init__(self, arguments: list[str], env: dict[str, str], *, out: int | None = None) -> None:
        self.stdout: IO[str] | None = None
        self.stderr: IO[str] | None = None
        self.returncode: int | None = None
        mine: list[int] = []
        if out is None:
            (read_out, write_out), (read_err, write_err) = os.pipe(), os.pipe()
            self.stdout, self.stderr = os.fdopen(read_out), os.fdopen(read_err)
            mine = [write_out, write_err]
        try:
            self.pid, self._told = template().fork(arguments, env, *(mine or [out, out]))
        finally:
            for number in mine:
                os.close(number)

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, once it has ended. Raises subprocess.TimeoutExpired."""
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """SIGKILL, if it still runs."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """SIGTERM, if it still runs."""
        self.send_signal(signal.SIGTERM)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._told], [], [], timeout)[0]:
            said = os.read(self._told, 16)
            os.close(self._told)
            assert said, "the template of the test processes is gone"
            self.returncode = int(said)
        return self.returncode


def run(arguments: list[str], env: dict[str, str], *, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run `python *arguments` to its end; returns its output and exit code. Raises subprocess.TimeoutExpired."""
    child = Child(arguments, env)
    assert child.stdout
    assert child.stderr
    said = {child.stdout: b"", child.stderr: b""}
    until, waiting = monotonic() + timeout, set(said)
    while waiting:
        ready = select.select(waiting, [], [], max(0, until - monotonic()))[0]
        if not ready:
            child.kill()
            raise subprocess.TimeoutExpired(arguments, timeout)
        for stream in ready:
            piece = os.read(stream.fileno(), 1 << 16)
            said[stream] += piece
            if not piece:
                waiting.discard(stream)
    code = child.wait(timeout)
    out, err = said[child.stdout].decode(), said[child.stderr].decode()
    child.stdout.close()
    child.stderr.close()
    return subprocess.CompletedProcess(arguments, code, out, err)
