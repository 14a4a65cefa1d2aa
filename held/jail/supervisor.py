"""Outside the jail: keep one zygote warm, ask it for a room, and hand a photograph in and its answer out."""

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
    "VIPS_DISC_THRESHOLD": "2g",  # a large WebP is opened in memory; a file to put it into cannot be had
    "MALLOC_ARENA_MAX": "2",  # each arena takes 64 MB of the addresses a room may have
    "LC_ALL": "C.UTF-8",
}
_STARTING_SECONDS = 60
_LONGEST_GREETING = 200  # bytes
_PIECE = 1 << 18


class NoZygote(Exception):
    """No zygote starts here."""


class FellIn(Exception):
    """The room ended without a word of how: its zygote was ended from outside."""


@dataclass(frozen=True)
class Ending:
    """How a room ended: 0 or not, as wait(2) says it; the most memory it had, bytes; what it reckoned, CPU seconds."""

    status: int
    memory: int
    seconds: float


class Keeper:
    """Keeps one zygote, which ends with it; makes another when it is gone. May be used by many threads."""

    def __init__(self, serve: str = SERVE) -> None:
        self._serve = serve
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._owner = 0
        self.zygote = 0  # its process
        self._walls = NONE

    def ready(self) -> Walls:
        """What stands around the rooms of the zygote, which is started if it must be. Raises NoZygote."""
        with self._lock:
            self._be_warm()
            return self._walls

    @contextmanager
    def room(self, seconds: float = WALL_SECONDS, task: bytes = OPEN) -> Iterator["Room"]:
        """A room for one photograph, one task and so much time; what is in it ends with the block. Raises NoZygote."""
        channel, inside = socket.socketpair()
        string, held = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with channel, string:
            with inside, held:
                self._ask(task, inside, held)
            yield Room(channel, string, seconds)

    def listens(self, seconds: float = 5) -> bool:
        """Whether a room for nothing at all opens and ends within so many seconds. A zygote that is silent is ended:
        else each photograph would wait for it in vain, until somebody starts the place anew."""
        try:
            with self.room(seconds) as room:
                room.hand_in(BytesIO())
                room.answer()
                room.ending()
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
        if self._control is None or self._owner != os.getpid():  # after a fork, the other process's zygote is not ours
            self._control, self._owner = self._start(), os.getpid()
        return self._control

    def _start(self) -> socket.socket:
        control, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with inside:
            started: SimpleQueue[int] = SimpleQueue()
            # The zygote ends with the thread that started it: so that is one that waits for it, and no request's.
            told = (self._serve, inside.fileno(), started)
            threading.Thread(target=_wait_on_zygote, args=told, daemon=True, name="jail").start()
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
            start_new_session=True,  # Ctrl-C in a terminal ends us, and not what we are still finishing
            stdin=nowhere,
            stdout=nowhere,
            stderr=nowhere,
        )
    except BaseException:  # noqa: BLE001 - whatever it was, whoever waits for us is told
        started.put(0)  # nobody will greet, and that says it
        return
    started.put(process.pid)
    process.wait()


class Room:
    """The outside of a room: two ends, and a time by which everything is over."""

    def __init__(self, channel: socket.socket, string: socket.socket, seconds: float) -> None:
        self._channel, self._string = channel, string
        self._until = monotonic() + seconds

    def hand_in(self, original: BinaryIO) -> None:
        """Give the bytes, to their end or to the first beyond what is taken. A room that does not listen is let be.

        Raises TimeoutError when the time is over, and whatever reading the original raises.
        """
        given = 0
        while given <= BYTES and (piece := original.read(_PIECE)):
            given += len(piece)
            try:
                self._with_time(self._channel).sendall(piece)
            except (BrokenPipeError, ConnectionResetError):
                return  # it has ended; its answer, or that there is none, says the rest
        with suppress(OSError):
            self._channel.shutdown(socket.SHUT_WR)

    def answer(self) -> bytes:
        """What it said, at most as long as an answer can be. Raises NotAnAnswer, TimeoutError."""
        said = bytearray()
        with suppress(ConnectionResetError):
            while piece := self._with_time(self._channel).recv(_PIECE):
                said += piece
                if len(said) > LONGEST:
                    raise NotAnAnswer
        return bytes(said)

    def ending(self) -> Ending:
        """How it ended, waiting for that. Raises FellIn, TimeoutError."""
        with suppress(ConnectionResetError):
            if told := self._with_time(self._string).recv(ENDING.size):
                return Ending(*ENDING.unpack(told))
        raise FellIn

    def _with_time(self, end: socket.socket) -> socket.socket:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        end.settimeout(left)
        return end
