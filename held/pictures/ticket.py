"""Tickets: that this visit asked for this thing a moment ago. Good once, and no row, line or count of it anywhere.

A ticket says only that somebody asked. Whether it may be shown is asked of access, each time.
"""

import hmac
import secrets
import struct
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable, Collection
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

_MAC = 32  # bytes, of what a ticket is taken by
_PROOF = 16  # bytes, of what it says: that the thing was given to this visit by us
_HEAD = struct.Struct(">Q16s")  # the end in milliseconds, and a random nonce
_FIRST = _MAC + _PROOF + _HEAD.size  # bytes before the thing
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # Linux has one that goes on through a sleep
LONGEST_TEXT = 400  # letters of a ticket
MOST_USED = 100_000  # used tickets that are remembered until they end; more than a place shows in two minutes


class NotGood(Exception):
    """No ticket of ours, or for something else, or ended, or used before. Which of these is not said."""


@dataclass(frozen=True)
class _Read:
    mac: bytes
    proof: bytes
    head: bytes
    end: int
    nonce: bytes
    thing: str


@dataclass(frozen=True)
class Peeked:
    """A ticket whose proof was checked for this visit: ours, not ended, not used when it was checked."""

    read: _Read
    visit: str

    @property
    def thing(self) -> str:
        """The thing it was given for."""
        return self.read.thing


def since_start() -> float:
    """Seconds on a clock that nobody can set, and that goes on while the machine sleeps, where there is one."""
    return time.clock_gettime(_CLOCK)


class Tickets:
    """Gives tickets and takes them, under a key that is made with it: with the process every ticket ends."""

    def __init__(self, clock: Callable[[], float] = since_start) -> None:
        """`clock`: seconds, which only ever grow."""
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._begun = clock() - secrets.randbelow(1 << 31)  # so that an end does not tell how long we have been here
        self._used: dict[bytes, int] = {}
        self._one_at_a_time = Lock()

    def give(self, thing: str, *, visit: str, through: str = "", seconds: int) -> str:
        """A ticket for this thing, safe in an address. `visit` and `through` are in it for nobody to read."""
        head = _HEAD.pack(self._now() + seconds * 1000, secrets.token_bytes(16))
        told = self._mac("take", head, thing, visit, through) + self._proof(head, thing, visit) + head
        return urlsafe_b64encode(told + thing.encode()).decode().rstrip("=")

    def said(self, ticket: str, *, visit: str) -> str:
        """The thing it was given for, to this visit; by which address it may be taken is not asked yet. Raises NotGood.

        So the tables are asked of nothing that a stranger wrote, and how long they take tells a stranger nothing.
        """
        return self.peek(ticket, visit=visit).thing

    def peek(self, ticket: str, *, visit: str) -> Peeked:
        """The same, to be taken later without a second proof. Raises NotGood."""
        return Peeked(self._proven(ticket, visit), visit)

    def look(self, ticket: str, *, visit: str, through: Collection[str] = ("",)) -> str:
        """The thing it is good for now, through one of these; it stays good. Raises NotGood."""
        return self._fitting(self.peek(ticket, visit=visit), through).thing

    def take(self, ticket: str, *, visit: str, through: Collection[str] = ("",)) -> str:
        """The thing it is good for now, through one of these; from now on it is used. Raises NotGood, to all but one of
        those who come with it at once."""
        return self.take_peeked(self.peek(ticket, visit=visit), through=through)

    def take_peeked(self, peeked: Peeked, *, through: Collection[str] = ("",)) -> str:
        """The same, of a ticket that was peeked at in this request."""
        read = self._fitting(peeked, through)
        with self._one_at_a_time:
            self._forget_ended()
            if read.end <= self._now() or read.nonce in self._used or len(self._used) >= MOST_USED:
                raise NotGood
            self._used[read.nonce] = read.end
        return read.thing

    def _fitting(self, peeked: Peeked, through: Collection[str]) -> _Read:
        read, visit = peeked.read, peeked.visit
        fits = [hmac.compare_digest(read.mac, self._mac("take", read.head, read.thing, visit, one)) for one in through]
        if not any(fits):
            raise NotGood
        return read

    def _proven(self, ticket: str, visit: str) -> _Read:
        read = self._read(ticket)
        ours = hmac.compare_digest(read.proof, self._proof(read.head, read.thing, visit))
        if not ours or read.end <= self._now() or read.nonce in self._used:
            raise NotGood
        return read

    def _read(self, ticket: str) -> _Read:
        try:
            told = urlsafe_b64decode(ticket + "=" * (-len(ticket) % 4)) if len(ticket) <= LONGEST_TEXT else b""
            thing = told[_FIRST:].decode()
        except (Error, ValueError):
            raise NotGood from None
        if len(told) < _FIRST or urlsafe_b64encode(told).decode().rstrip("=") != ticket:
            raise NotGood  # each ticket is written in one way only
        head = told[_MAC + _PROOF : _FIRST]
        end, nonce = _HEAD.unpack(head)
        return _Read(told[:_MAC], told[_MAC : _MAC + _PROOF], head, end, nonce, thing)

    def _proof(self, head: bytes, thing: str, visit: str) -> bytes:
        return self._mac("say", head, thing, visit)[:_PROOF]

    def _mac(self, label: str, head: bytes, *texts: str) -> bytes:
        parts = (label.encode(), head, *(text.encode() for text in texts))
        told = b"".join(struct.pack(">I", len(part)) + part for part in parts)
        return hmac.new(self._key, told, sha256).digest()

    def _now(self) -> int:
        return int((self._clock() - self._begun) * 1000)

    def _forget_ended(self) -> None:
        now = self._now()
        for nonce in [nonce for nonce, end in self._used.items() if end <= now]:
            del self._used[nonce]


tickets = Tickets()
