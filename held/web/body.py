"""The body of a request, with a deadline: a thread of its own reads it, and the page waits for that thread.

Granian's `wsgi.input.read(size)` returns when that many bytes have come or the connection has ended, and nothing else
ends it: neither silence nor one byte a minute (granian 2.8.7, `WSGIBody` in src/wsgi/types.rs). At the deadline the
connection is closed for reading (held/web/connections.py), which ends the read. No read outlives its request.
"""

import io
from collections.abc import Callable, Iterable
from threading import Condition, Thread
from time import monotonic
from typing import Any, Protocol

from django.http import HttpRequest

from held.web.connections import Sender

FORM_SECONDS = 30.0  # for a whole form, from the moment its headers have arrived
PIECE = 60_000  # bytes
PIECE_SECONDS = 60.0  # for each piece of photographs, and for the rest of a long form: 1 kB/s over a minute
LOOK_AFTER = 1.0  # seconds without any data, after which we note which connections it may be
LAST_PIECE_SECONDS = 5.0  # for the current piece when the page wants no more: 60 kB, at 12 kB a second
A_MOMENT = 0.5  # seconds: a read returns this soon after its connection was closed for reading
BODY = "held.body"  # the key under which a request stores it

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class TooSlow(OSError):
    """The body had not arrived by its deadline."""


class CutOff(OSError):
    """The connection ended before the body did."""


class Stream(Protocol):
    """What a WSGI server gives as `wsgi.input`."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; fewer only at the end."""
        ...


class RequestBody(io.RawIOBase):
    """A body of `length` bytes. Reading raises TooSlow or CutOff, and after that raises it again at every call."""

    def __init__(self, stream: Stream, length: int, address: str = "") -> None:
        super().__init__()
        self._stream, self._length, self._sender = stream, length, Sender(address)
        self._unread = length  # bytes the page has not been given yet
        self._deadline, self._by_rate = monotonic() + FORM_SECONDS, False
        self._rest = memoryview(b"")  # of the piece that the page is reading now
        self._fault: OSError | None = None
        self._changed = Condition()
        self._piece: bytes | None = None  # read, and not yet fetched by the page
        self._reader: Thread | None = None
        self._over = self._ended = False

    @property
    def was_cut(self) -> bool:
        """Whether it was not read to its end, because it came too slowly or not at all."""
        return self._fault is not None

    def allow_a_second_for_each_kilobyte(self) -> None:
        """Give a signed-in person more time for a long form: their words must not depend on a good connection."""
        self._deadline = monotonic() + max(FORM_SECONDS, self._length / PIECE * PIECE_SECONDS)

    def expect_a_kilobyte_a_second(self) -> None:
        """Let photographs take as long as they need, provided each 60 kB arrive within a minute."""
        self._by_rate, self._deadline = True, monotonic() + PIECE_SECONDS

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """As in `io.RawIOBase`: some bytes, or 0 at the end."""
        if not self._rest and self._unread:
            self._rest = memoryview(self._next())
        some = min(len(buffer), len(self._rest))
        buffer[:some] = self._rest[:some]
        self._rest = self._rest[some:]
        self._unread -= some
        return some

    def end(self) -> None:
        """Stop reading. Returns when no thread reads any more: the last piece may still arrive, for a few seconds."""
        self._let_go()
        if self._reader is None or self._has_ended(0):
            return
        self._sender.look()
        if not self._has_ended(LAST_PIECE_SECONDS):
            self._stop_reading()

    def _next(self) -> bytes:
        if self._fault is not None:
            raise self._fault
        if self._reader is None:
            self._reader = Thread(target=self._receive, name="body", daemon=True)
            self._reader.start()
        piece = self._fetched()
        if not piece:
            self._fault = TooSlow("too slow") if piece is None else CutOff("cut off")
            self._let_go()
            self._stop_reading()
            raise self._fault
        if self._by_rate:
            self._deadline = monotonic() + PIECE_SECONDS
        return piece

    def _let_go(self) -> None:
        with self._changed:
            self._over, self._piece = True, None
            self._changed.notify_all()

    def _fetched(self) -> bytes | None:
        """The next piece; None if it did not arrive by the deadline."""
        with self._changed:
            if not self._comes_within(LOOK_AFTER):
                self._sender.look()
                self._comes_within(self._deadline - monotonic())
            piece, self._piece = self._piece, None
            self._changed.notify_all()
            return piece

    def _comes_within(self, seconds: float) -> bool:
        left = max(0.0, min(seconds, self._deadline - monotonic()))
        return self._changed.wait_for(lambda: self._piece is not None, left)

    def _receive(self) -> None:
        left = self._length
        while left > 0:
            wanted = min(PIECE, left)
            piece = self._stream.read(wanted)
            left -= len(piece)
            if (piece and not self._hand_over(piece)) or len(piece) < wanted:
                self._hand_over(b"")  # nobody waits any more, or the connection has ended
                break
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _hand_over(self, piece: bytes) -> bool:
        """Hand a piece to the page once it has fetched the previous one; False if nobody waits any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._piece is None or self._over)
            if not self._over:
                self._piece = piece
                self._changed.notify_all()
            return not self._over

    def _has_ended(self, seconds: float = A_MOMENT) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._ended, seconds)

    def _stop_reading(self) -> None:
        if not self._has_ended(0):
            self._sender.stop_reading(self._has_ended)
        with self._changed:
            self._changed.wait_for(lambda: self._ended)


class WithDeadlines:
    """Wraps the application and gives each body a deadline."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) == 0:
            return self._application(environ, start_response)
        body = RequestBody(environ["wsgi.input"], int(length), environ.get("REMOTE_ADDR", ""))
        environ["wsgi.input"], environ[BODY] = io.BufferedReader(body, PIECE), body
        try:
            return self._application(environ, start_response)
        finally:
            body.end()


def body_of(request: HttpRequest) -> RequestBody | None:
    """The body of a request, to change its deadline; None if a test calls the page without a server."""
    return request.META.get(BODY)
