"""Tickets: proof that this visit asked for this thing a moment ago. Good once, and never stored or logged.

A ticket only says that somebody asked. Whether the thing may be shown is checked by access each time.
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

_MAC = 32  # bytes, of the MAC that is checked on taking
_PROOF = 16  # bytes, of the proof that we gave the thing to this visit
_HEAD = struct.Struct(">Q16s")  # the expiry in milliseconds, and a random nonce
_FIRST = _MAC + _PROOF + _HEAD.size  # bytes before the thing
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # Linux has a clock that continues during sleep
LONGEST_TEXT = 2000  # letters of a ticket; one may name thousands of photographs
SLICE = 60_000  # milliseconds: used tickets that end in the same minute are forgotten together


class NotGood(Exception):
    """The ticket is not ours, for something else, expired, or used before. Which of these is not said."""


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
    """A ticket whose proof was checked for this visit: ours, and not expired or used at that moment."""

    read: _Read
    visit: str

    @property
    def thing(self) -> str:
        """The thing it was given for."""
        return self.read.thing


def since_start() -> float:
    """Seconds on a clock that nobody can set, and that continues while the machine sleeps, if there is one."""
    return time.clock_gettime(_CLOCK)


class Tickets:
    """Gives and takes tickets under a key made with the object: all tickets end with the process."""

    def __init__(self, clock: Callable[[], float] = since_start) -> None:
        """`clock`: seconds that only grow."""
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._begun = clock() - secrets.randbelow(1 << 31)  # so that an expiry doesn't reveal the uptime
        self._used: dict[int, set[bytes]] = {}  # the nonces of used tickets, by the slice of time in which they end
        self._one_at_a_time = Lock()

    def give(self, thing: str, *, visit: str, through: str = "", seconds: int) -> str:
        """A ticket for this thing, safe in a URL. It contains `visit` and `through`, but nobody can read them."""
        head = _HEAD.pack(self._now() + seconds * 1000, secrets.token_bytes(16))
        signed = self._mac("take", head, thing, visit, through) + self._proof(head, thing, visit) + head
        return urlsafe_b64encode(signed + thing.encode()).decode().rstrip("=")

    def said(self, ticket: str, *, visit: str) -> str:
        """The thing it was given for, if to this visit; the address is not checked yet. Raises NotGood.

        So no query depends on what a stranger wrote, and query times reveal nothing to strangers.
        """
        return self.peek(ticket, visit=visit).thing

    def peek(self, ticket: str, *, visit: str) -> Peeked:
        """The checked ticket, to be taken later without a second proof. Raises NotGood."""
        return Peeked(self._proven(ticket, visit), visit)

    def look(self, ticket: str, *, visit: str, through: Collection[str] = ("",)) -> str:
        """The thing it is good for now, by one of the addresses in `through`; it isn't used up. Raises NotGood."""
        return self._fitting(self.peek(ticket, visit=visit), through).thing

    def take(self, ticket: str, *, visit: str, through: Collection[str] = ("",)) -> str:
        """The thing it is good for now, by one of the addresses in `through`; the ticket is used up.

        Raises NotGood; of several calls at once, all but one raise it.
        """
        return self.take_peeked(self.peek(ticket, visit=visit), through=through)

    def take_peeked(self, peeked: Peeked, *, through: Collection[str] = ("",)) -> str:
        """`take`, for a ticket that was peeked at in this request."""
        read = self._fitting(peeked, through)
        with self._one_at_a_time:
            self._forget_ended()
            if read.end <= self._now() or self._is_used(read):
                raise NotGood
            self._used.setdefault(read.end // SLICE, set()).add(read.nonce)
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
        if not ours or read.end <= self._now() or self._is_used(read):
            raise NotGood
        return read

    def _read(self, ticket: str) -> _Read:
        try:
            decoded = urlsafe_b64decode(ticket + "=" * (-len(ticket) % 4)) if len(ticket) <= LONGEST_TEXT else b""
            thing = decoded[_FIRST:].decode()
        except (Error, ValueError):
            raise NotGood from None
        if len(decoded) < _FIRST or urlsafe_b64encode(decoded).decode().rstrip("=") != ticket:
            raise NotGood  # each ticket has only one spelling
        head = decoded[_MAC + _PROOF : _FIRST]
        end, nonce = _HEAD.unpack(head)
        return _Read(decoded[:_MAC], decoded[_MAC : _MAC + _PROOF], head, end, nonce, thing)

    def _proof(self, head: bytes, thing: str, visit: str) -> bytes:
        return self._mac("say", head, thing, visit)[:_PROOF]

    def _mac(self, label: str, head: bytes, *texts: str) -> bytes:
        parts = (label.encode(), head, *(text.encode() for text in texts))
        message = b"".join(struct.pack(">I", len(part)) + part for part in parts)
        return hmac.new(self._key, message, sha256).digest()

    def _now(self) -> int:
        return int((self._clock() - self._begun) * 1000)

    def _is_used(self, read: _Read) -> bool:
        return read.nonce in self._used.get(read.end // SLICE, ())

    def _forget_ended(self) -> None:
        """Drop the slices whose tickets have all ended. There are few: one for each minute of the longest ticket.

        So nothing grows with what was used but memory: about 100 bytes for each, until a minute after its end. Only a
        ticket that was good is remembered, after a photograph was asked for, so nobody can fill it faster than
        photographs are shown.
        """
        now = self._now() // SLICE
        for ended in [one for one in self._used if one < now]:
            del self._used[ended]


tickets = Tickets()
