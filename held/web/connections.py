"""Finds the TCP connection of a request whose body does not arrive, among those of this process, and stops reading it.

Granian does not say which connection a request came by, and only the end of the connection ends a read of its
`wsgi.input`. A thread that kept reading after its request was answered would stop the whole process: Granian (2.8.7)
then waits for it while it holds the interpreter's lock. So at a deadline the connection itself is closed for reading:
the read returns at once, and the answer still reaches the sender.

The connection is found by what the kernel reports about each one (struct tcp_info in linux/tcp.h): it comes from the
same address, received something since the request began, and sent nothing since. If several fit, the one that received
least is tried first.
"""

import os
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

_INFO = struct.Struct("=44xI4xI72xQ")  # tcpi_last_data_sent, tcpi_last_data_recv, ms; tcpi_bytes_received
_A_MOMENT = 0.25  # seconds: before its page began the headers may have come, and after that “100 Continue” been sent


@dataclass(frozen=True)
class Connection:
    """A connection of this process: its file, which connection it is, and what the kernel reports about it."""

    number: int
    inode: int
    sent: float  # seconds since we last sent something, or since it was opened
    received: float  # seconds since we last received something
    bytes_received: int


class Sender:
    """The sender of one request's body, from this address, since this moment."""

    def __init__(self, address: str) -> None:
        self._address, self._since = address, monotonic()
        self._before: dict[int, int] = {}  # bytes that each possible connection had received already, by inode

    def look(self) -> None:
        """Note which connections it may be, and how much each has received: call this while waiting for the body."""
        self._before = {one.inode: one.bytes_received for one in self._may_be()}

    def stop_reading(self, has_ended: Callable[[], bool]) -> None:
        """Close its connection for reading. `has_ended` waits a moment, and returns whether the read has returned.

        If the read does not return, the next possible connection is closed; one that has been answered is never among
        them.
        """
        now = [one for one in self._may_be() if one.inode in self._before] or list(self._may_be())
        for one in sorted(now, key=lambda one: one.bytes_received - self._before.get(one.inode, 0)):
            _close_for_reading(one)
            if has_ended():
                return

    def _may_be(self) -> Iterator[Connection]:
        waited = monotonic() - self._since
        for one in _connections_from(self._address):
            if one.sent >= waited - _A_MOMENT and one.received <= waited + _A_MOMENT and one.bytes_received:
                yield one


def _connections_from(address: str) -> Iterator[Connection]:
    for path in list(Path("/proc/self/fd").iterdir()):
        with suppress(OSError):  # not a TCP connection, or closed meanwhile
            found = socket.socket(fileno=int(path.name))
            try:
                if found.family in {socket.AF_INET, socket.AF_INET6} and found.getpeername()[0] == address:
                    told = found.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO.size)
                    sent, received, count = _INFO.unpack(told)
                    inode = os.fstat(found.fileno()).st_ino
                    yield Connection(found.fileno(), inode, sent / 1000, received / 1000, count)
            finally:
                found.detach()  # it is Granian's


def _close_for_reading(one: Connection) -> None:
    with suppress(OSError):
        if os.fstat(one.number).st_ino != one.inode:
            return  # it ended, and another file has its number now
        found = socket.socket(fileno=one.number)
        try:
            found.shutdown(socket.SHUT_RD)
        finally:
            found.detach()
