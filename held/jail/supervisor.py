"""Outside the jail: keep one zygote running, ask it for a worker, pass a photograph in and its answer out."""

import json
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from queue import Empty, SimpleQueue
from time import monotonic
from typing import BinaryIO

from held.jail.answer import ENDING, LONGEST, OPEN, NotAnAnswer
from held.jail.limits import BYTES, WALL_SECONDS
from held.jail.walls import NONE, PYTHON, ROOT, START, Walls

SERVE = "from held.jail.zygote import serve; serve(int(sys.argv[2]), int(sys.argv[3]))"
_SURROUNDINGS = {
    "VIPS_CONCURRENCY": "1",
    "VIPS_BLOCK_UNTRUSTED": "1",
    "VIPS_DISC_THRESHOLD": "2g",  # a large WebP is opened in memory; a temporary file is impossible
    "MALLOC_ARENA_MAX": "2",  # each arena takes 64 MB of a worker's address space
    "LC_ALL": "C.UTF-8",
}
_STARTING_SECONDS = 60
_LONGEST_GREETING = 200  # bytes
_PIECE = 1 << 18


class NoZygote(Exception):
    """The zygote cannot be started."""


class FellIn(Exception):
    """The worker ended without a status: its zygote was killed from outside."""


@dataclass(frozen=True)
class Ending:
    """How a worker ended: the wait(2) status, 0 for success; its peak memory, bytes; its CPU seconds."""

    status: int
    memory: int
    seconds: float


class Supervisor:
    """Keeps one zygote, which ends with it; starts another when it is gone. Safe to use from many threads."""

    def __init__(self, serve: str = SERVE) -> None:
        self._serve = serve
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._owner = 0
        self.zygote = 0  # its process id
        self._walls = NONE

    def ready(self) -> Walls:
        """The walls around the zygote's workers; starts the zygote if necessary. Raises NoZygote."""
        with self._lock:
            self._be_warm()
            return self._walls

    @contextmanager
    def worker(self, seconds: float = WALL_SECONDS, task: bytes = OPEN) -> Iterator["Worker"]:
        """A worker for one photograph and one task, with a time limit; it ends with the block. Raises NoZygote."""
        channel, inside = socket.socketpair()
        string, held = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with channel, string:
            with inside, held:
                self._ask(task, inside, held)
            yield Worker(channel, string, seconds)

    def listens(self, seconds: float = 5) -> bool:
        """Whether a worker with empty input opens and ends within so many seconds. An unresponsive zygote is killed:
        otherwise each photograph would wait for it until held is restarted.
        """
        try:
            with self.worker(seconds) as worker:
                worker.hand_in(BytesIO())
                worker.answer()
                worker.ending()
        except (TimeoutError, FellIn, NotAnAnswer, NoZygote):
            with self._lock:
                self._end_zygote()
            return False
        return True

    def _ask(self, task: bytes, inside: socket.socket, held: socket.socket) -> None:
        with self._lock:
            for _ in range(2):  # the zygote may have been gone for a while
                control = self._be_warm()
                try:
                    socket.send_fds(control, [task], [inside.fileno(), held.fileno()])
                except OSError:
                    self._forget()
                else:
                    return
        raise NoZygote

    def _be_warm(self) -> socket.socket:
        if self._control is None or self._owner != os.getpid():  # after a fork, the parent's zygote is not ours
            self._control, self._owner = self._start(), os.getpid()
        return self._control

    def _start(self) -> socket.socket:
        control, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with inside:
            started: SimpleQueue[int] = SimpleQueue()
            # The zygote ends with the thread that started it: so that thread waits for it, and handles no request.
            arguments = (self._serve, inside.fileno(), started)
            threading.Thread(target=_wait_on_zygote, args=arguments, daemon=True, name="jail").start()
            try:
                self.zygote = started.get(timeout=_STARTING_SECONDS)
            except Empty as silent:
                control.close()
                raise NoZygote from silent
        control.settimeout(_STARTING_SECONDS)
        try:
            self._walls = Walls(**json.loads(control.recv(_LONGEST_GREETING)))
        except (OSError, ValueError) as silent:
            control.close()
            self._end_zygote()
            raise NoZygote from silent
        return control

    def _end_zygote(self) -> None:
        if self.zygote:
            with suppress(ProcessLookupError):
                os.kill(self.zygote, signal.SIGKILL)
        self._forget()

    def _forget(self) -> None:
        if self._control is not None:
            self._control.close()
        self._control = None


def _wait_on_zygote(serve: str, inside: int, started: SimpleQueue[int]) -> None:
    command = [*PYTHON, START + serve, str(ROOT), str(inside), str(os.getpid())]
    nowhere = subprocess.DEVNULL
    try:
        process = subprocess.Popen(  # noqa: S603 - our own Python, our own code
            command,
            cwd="/",
            env=_SURROUNDINGS,
            pass_fds=[inside],
            start_new_session=True,  # Ctrl-C in a terminal ends held, but not the photograph being finished
            stdin=nowhere,
            stdout=nowhere,
            stderr=nowhere,
        )
    except BaseException:  # noqa: BLE001 - report every failure to the waiting thread
        started.put(0)  # the zygote will send no greeting
        return
    started.put(process.pid)
    process.wait()


class Worker:
    """The outside of a worker: its two sockets and its deadline."""

    def __init__(self, channel: socket.socket, string: socket.socket, seconds: float) -> None:
        self._channel, self._string = channel, string
        self._until = monotonic() + seconds

    def hand_in(self, original: BinaryIO) -> None:
        """Send the bytes, to their end or to the first one above the limit. If the worker stops reading, stop.

        Raises TimeoutError when the time is over, and any exception from reading the original.
        """
        given = 0
        while given <= BYTES and (piece := original.read(_PIECE)):
            given += len(piece)
            try:
                self._with_time(self._channel).sendall(piece)
            except (BrokenPipeError, ConnectionResetError):
                return  # the worker has ended; its answer, or a missing one, shows why
        with suppress(OSError):
            self._channel.shutdown(socket.SHUT_WR)

    def answer(self) -> bytes:
        """The worker's output, at most as long as an answer can be. Raises NotAnAnswer, TimeoutError."""
        output = bytearray()
        with suppress(ConnectionResetError):
            while piece := self._with_time(self._channel).recv(_PIECE):
                output += piece
                if len(output) > LONGEST:
                    raise NotAnAnswer
        return bytes(output)

    def ending(self) -> Ending:
        """Wait until the worker ends, and return how. Raises FellIn, TimeoutError."""
        with suppress(ConnectionResetError):
            if report := self._with_time(self._string).recv(ENDING.size):
                return Ending(*ENDING.unpack(report))
        raise FellIn

    def _with_time(self, end: socket.socket) -> socket.socket:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        end.settimeout(left)
        return end
