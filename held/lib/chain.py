"""A hash chain: each line of a record has the hash of the line before, which reveals changed, missing and moved lines.

It shows that a record was not altered in part. It does not show who wrote it: anyone who has all of it can rewrite all
of it. The only protection is a last hash that someone else wrote down.

A hash is SHA-256 over the canonical JSON (sorted keys, no spaces, UTF-8) of the chain's id, the number, the time, the
content and the previous hash. The hash before the first line is that of the file's header line, so that its id counts
too.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest
from typing import Any

FORMAT = 1
FURTHEST = 2**53 - 1  # above it, not every JSON reader can distinguish two numbers
UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00:00)", re.ASCII)
HASH = re.compile(r"[0-9a-f]{64}")


class NotARecord(Exception):
    """The file is not a record that can be read here; the message says why."""


class Garbled(NotARecord):
    """The file is a record with a malformed line; the message says which one."""


class Fault(Enum):
    """How a line does not fit."""

    MISSING = "missing"
    CHANGED = "changed"
    APART = "apart"  # it, or the one before it, was changed so that each is valid alone
    MOVED = "moved"
    TWICE = "twice"
    CUT = "cut"  # the record stops before it
    ADDED = "added"  # the record ended before it
    END = "end"  # the last line of the file does not match the record
    OTHER = "other"  # the full record has another line here
    GONE = "gone"  # the full record stops before it


@dataclass(frozen=True)
class Link:
    """One line: its content, its time, and the hash of both and of the line before. `at` is ISO 8601 in UTC."""

    number: int
    at: str
    told: dict[str, str | int]
    before: str
    hash: str


@dataclass(frozen=True)
class Broken:
    """The first number that does not fit, and the kind of fault."""

    number: int
    fault: Fault


@dataclass(frozen=True)
class Record:
    """An exported record as it was read. `end`: its number of lines and its last hash; None if the end is cut off."""

    chain: str
    links: list[Link]
    end: tuple[int, str] | None


def beginning(chain: str) -> str:
    """The hash before the first line. Raises ValueError when this cannot be an id."""
    if not chain:
        raise ValueError("a chain needs an id")
    return _hash_of({"chain": chain, "format": FORMAT})


def next_link(before: Link | None, chain: str, at: str, told: Mapping[str, str | int]) -> Link:
    """The line that follows `before`, or the first one. Raises ValueError for content that would not be read back the
    same.
    """
    number = before.number + 1 if before else 1
    link = Link(number, at, dict(told), before.hash if before else beginning(chain), "0" * 64)
    if not _can_be_one(_whole(link)):
        raise ValueError("at is ISO 8601 in UTC; told holds words and whole numbers only")
    return Link(number, at, link.told, link.before, _hash_in(chain, link))


def verify(chain: str, links: Iterable[Link]) -> Broken | None:
    """The first number that does not fit; None when each line follows the one before. Does not detect a cut-off end."""
    expected, before = 1, beginning(chain)
    rest = iter(links)
    for link in rest:
        if not _can_be_one(_whole(link)):
            return Broken(expected, Fault.CHANGED)
        if link.number < expected:
            return Broken(link.number, Fault.TWICE)
        if link.number > expected:
            return Broken(expected, Fault.MOVED if any(one.number == expected for one in rest) else Fault.MISSING)
        if link.hash != _hash_in(chain, link):
            return Broken(expected, Fault.CHANGED)
        if link.before != before:
            return Broken(expected, Fault.APART)
        expected, before = expected + 1, link.hash
    return None


def lines_of(chain: str, links: Iterable[Link]) -> Iterator[str]:
    """The record as JSON Lines with line ends: the chain's id, every link, the number of lines and the last hash."""
    last, count = beginning(chain), 0
    yield _written({"chain": chain, "format": FORMAT}) + "\n"
    for link in links:
        last, count = link.hash, count + 1
        yield _written(_whole(link)) + "\n"
    yield _written({"count": count, "last": last}) + "\n"


def read_lines(lines: Iterable[bytes]) -> Record:
    """The record in a file, whose lines must be exactly as `lines_of` writes them; any line end is accepted.

    Raises NotARecord; raises Garbled if a line is malformed, or something follows the end. Whether the lines fit each
    other is checked by `broken_in`.
    """
    numbered = enumerate(lines, start=1)
    chain = _chain_in(next(numbered, (1, b""))[1])
    links: list[Link] = []
    for number, line in numbered:
        data = _read(line)
        if _is_end(data):
            if next(numbered, None) is not None:
                raise Garbled(f"Something was added after its end, from line {number + 1} of the file on.")
            return Record(chain, links, (data["count"], data["last"]))
        if not _can_be_one(data):
            raise Garbled(f"Line {number} of the file is not as it was written.")
        links.append(Link(**data))
    return Record(chain, links, None)


def broken_in(record: Record) -> Broken | None:
    """The first number that does not fit, even if only the file's last line shows it."""
    if broken := verify(record.chain, record.links):
        return broken
    there, last = len(record.links), record.links[-1].hash if record.links else beginning(record.chain)
    if record.end is None or record.end[0] > there:
        return Broken(there + 1, Fault.CUT)
    if record.end[0] < there:
        return Broken(record.end[0] + 1, Fault.ADDED)
    return None if record.end[1] == last else Broken(there, Fault.END)


def first_difference(links: Iterable[Link], today: Iterable[Link]) -> Broken | None:
    """The first number at which these are not the beginning of today's record; None if they are its beginning.

    Compared byte for byte: anyone who has all of a record can write another that is consistent in itself.
    """
    for link, now in zip_longest(links, today):
        if link is None:
            return None
        if now is None:
            return Broken(link.number, Fault.GONE)
        if _written(_whole(link)) != _written(_whole(now)):
            return Broken(link.number, Fault.OTHER)
    return None


def _whole(link: Link) -> dict[str, Any]:
    return {"number": link.number, "at": link.at, "told": link.told, "before": link.before, "hash": link.hash}


def _hash_in(chain: str, link: Link) -> str:
    return _hash_of(
        {"chain": chain, "number": link.number, "at": link.at, "told": link.told, "before": link.before},
    )


def _hash_of(thing: object) -> str:
    return hashlib.sha256(_written(thing).encode()).hexdigest()


def _written(thing: object) -> str:
    return json.dumps(thing, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _read(line: bytes) -> dict[str, Any]:
    """The content of a line; empty unless it is byte for byte what we would have written."""
    text = line.removesuffix(b"\n").removesuffix(b"\r")
    try:
        data = json.loads(text.decode())
        exact = _written(data).encode() == text
    except (ValueError, RecursionError):
        return {}
    return data if exact and type(data) is dict else {}


def _chain_in(line: bytes) -> str:
    data = _read(line)
    chain, form = data.get("chain"), data.get("format")
    if set(data) != {"chain", "format"} or not isinstance(chain, str) or not chain or not _is_number(form):
        raise NotARecord("This file is not a record: its first line does not say so.")
    if form != FORMAT:
        raise NotARecord(f"This record has format {form}; this version reads format {FORMAT}.")
    return chain


def _is_end(data: dict[str, Any]) -> bool:
    return set(data) == {"count", "last"} and _is_number(data["count"], least=0) and _is_hash(data["last"])


def _can_be_one(told: dict[str, Any]) -> bool:
    if set(told) != {"number", "at", "told", "before", "hash"} or not isinstance(told["told"], dict):
        return False
    words = [*told["told"], *(value for value in told["told"].values() if not _is_number(value))]
    return (
        all(isinstance(word, str) and _is_text(word) for word in words)
        and _is_number(told["number"], least=1)
        and isinstance(told["at"], str)
        and bool(UTC.fullmatch(told["at"]))
        and _is_hash(told["before"])
        and _is_hash(told["hash"])
    )


def _is_number(value: object, *, least: int = -FURTHEST) -> bool:
    return type(value) is int and least <= value <= FURTHEST


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and bool(HASH.fullmatch(value))


def _is_text(word: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in word)
