"""A line between a browser and a place that breaks after so many bytes, in the middle of whatever they belong to.

    with BadLine(place.port) as line:
        line.url                         # where the place answers, by this line
        line.break_after(UP, 70_000)     # so many bytes on their way to the place, and the line is cut
        line.broken                      # whether it has happened
        line.mend()                      # from now on it holds

While it is broken nobody gets through. A line that was let go quietly ends like one that was closed; one that was
torn is reset; one that fell silent takes every byte and passes none on, until it is mended.
"""

import asyncio
import socket
import struct
import threading
from contextlib import suppress
from enum import Enum
from types import TracebackType
from typing import Self

UP, DOWN = "up", "down"  # to the place, and back from it
STEP = 65_536  # bytes
TORN = struct.pack("ii", 1, 0)  # SO_LINGER: closing resets the connection


class Break(Enum):
    """How a line ends; with `NOTHING` it goes on, and only reports that so many bytes have passed."""

    TORN = "torn"
    LET_GO = "let go"
    SILENT = "silent"
    NOTHING = "nothing"


class BadLine:
    """One line, in its own thread."""

    def __init__(self, port: int) -> None:
        """To the place at this port of this machine."""
        self._to = port
        self._left: dict[str, int] = {}  # bytes that may still pass, for each direction
        self._how = Break.NOTHING
        self._open: set[asyncio.StreamWriter] = set()
        self._going: set[asyncio.Task[None]] = set()
        self._down = self._silent = False
        self.broken = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def url(self) -> str:
        """The address of the place by this line."""
        return f"http://localhost:{self.port}"

    def break_after(self, way: str, count: int, how: Break = Break.TORN) -> None:
        """Break once this many bytes have passed in this direction, counted from now: then nothing passes any more."""
        self._now(self._arm, way, count, how)

    def mend(self) -> None:
        """Repair the line; data that was stuck in it is lost."""
        self._now(self._mend)

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._connect, "127.0.0.1", 0), self._loop
        ).result()
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._now(self._server.close)
        self._now(self._close_all, Break.LET_GO)
        asyncio.run_coroutine_threadsafe(self._ended(), self._loop).result(20)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._loop.close()

    def _now(self, act, *given) -> None:
        """Run it in the line's thread; it is done when this returns."""

        async def do() -> None:
            act(*given)

        asyncio.run_coroutine_threadsafe(do(), self._loop).result(20)

    def _arm(self, way: str, count: int, how: Break) -> None:
        self._left, self._how, self.broken = {way: count}, how, False

    def _mend(self) -> None:
        if self._silent:
            self._close_all(Break.TORN)
        self._left, self.broken, self._down, self._silent = {}, False, False, False

    async def _connect(self, browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        self._going.add(asyncio.current_task())
        if self._down:
            _end(to_browser, Break.TORN)
            return
        place, to_place = await asyncio.open_connection("127.0.0.1", self._to)
        self._open |= {to_browser, to_place}
        ways = (self._pass_on(UP, browser, to_place), self._pass_on(DOWN, place, to_browser))
        await asyncio.gather(*ways, return_exceptions=True)
        self._open -= {to_browser, to_place}
        for writer in (to_browser, to_place):
            writer.close()

    async def _pass_on(self, way: str, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        """Pass on until one of the two sides ends: then the other one is told."""
        with suppress(OSError):
            while data := await source.read(STEP):
                passes, breaks = self._counted(way, data)
                sink.write(passes)
                if breaks:
                    self._break()
                await sink.drain()
        with suppress(OSError):
            sink.write_eof()

    def _counted(self, way: str, data: bytes) -> tuple[bytes, bool]:
        """The bytes that pass, and whether the line breaks by them."""
        if self._silent:
            return b"", False
        if way not in self._left or self._left[way] > len(data):
            if way in self._left:
                self._left[way] -= len(data)
            return data, False
        passes = data if self._how == Break.NOTHING else data[: self._left[way]]
        return passes, True

    def _break(self) -> None:
        self._left, self.broken = {}, True
        self._down = self._how in {Break.TORN, Break.LET_GO}
        self._silent = self._how == Break.SILENT
        if self._down:
            self._close_all(self._how)

    def _close_all(self, how: Break) -> None:
        for writer in self._open:
            _end(writer, how)

    async def _ended(self) -> None:
        await asyncio.gather(*(self._going - {asyncio.current_task()}), return_exceptions=True)


def _end(writer: asyncio.StreamWriter, how: Break) -> None:
    """What was written before is still sent, unless the line is reset."""
    if how == Break.TORN:
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, TORN)
        writer.transport.abort()
    else:
        writer.close()
