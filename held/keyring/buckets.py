"""Buckets: parts of the keyring, of at most 1,000 keys each. Destroying a key wraps only the keys of its bucket again.

A small keyring has none: the place's wrapping key, the kek, wraps each key. Once more than 1,000 keys have to be
wrapped again, they are divided into buckets, in the transaction that wraps them. From then on each bucket has a
wrapping key of its own in the keyring; this key wraps the bucket's keys, and the kek wraps it.

A key never changes its bucket unless the wrapping key of the former bucket ends with it. Each destruction begins a new
kek too, so the wrapping keys of all buckets are wrapped again, one for 1,000 keys: an older keyring opens nothing with
a newer kek, nor a newer keyring with an older one.
"""

import secrets
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass

from held.keyring.kek import NoWrappingKey, WrappingKey
from held.keyring.sql import BucketRow, buckets_of
from held.lib.stored_strings import WRAPPED_BUCKET

AT_MOST = 1_000  # keys in one bucket
ALL = "SELECT number, epoch, kek, wrapped FROM bucket"
# Each number once, without reading every key; 0 is the keys outside any bucket.
NUMBERS_IN_USE = """
WITH RECURSIVE used (number) AS (
  SELECT min(bucket) FROM key
  UNION ALL SELECT (SELECT min(bucket) FROM key WHERE bucket > used.number) FROM used WHERE used.number IS NOT NULL
) SELECT number FROM used WHERE number IS NOT NULL
"""
OpenedKeys = dict[str, bytes]  # by id


@dataclass(frozen=True)
class Affected:
    """What a new epoch wraps again: every key of some buckets, and only the wrapping keys of the others."""

    keys: dict[int, OpenedKeys]
    others: dict[int, WrappingKey]

    def without(self, doomed: Collection[str]) -> "Affected":
        """The same without these keys, and without a bucket that has no other."""
        left = {number: {i: key for i, key in keys.items() if i not in doomed} for number, keys in self.keys.items()}
        return Affected({number: keys for number, keys in left.items() if keys}, self.others)

    def divided(self) -> "Affected":
        """The same; keys outside any bucket that are too many for one are divided into buckets."""
        outside = list(self.keys.get(0, {}).items())
        if len(outside) <= AT_MOST:
            return self
        parts = [dict(outside[begin : begin + AT_MOST]) for begin in range(0, len(outside), AT_MOST)]
        inside = {number: keys for number, keys in self.keys.items() if number}
        first = 1 + max(inside.keys() | self.others.keys(), default=0)
        return Affected(inside | dict(enumerate(parts, first)), self.others)

    @property
    def in_buckets(self) -> bool:
        """Whether keys are in buckets."""
        return bool(self.others) or any(self.keys)


def open_bucket(row: BucketRow, kek: WrappingKey) -> WrappingKey:
    """The wrapping key of a bucket. Raises NoWrappingKey."""
    return WrappingKey(row.epoch, kek.unwrap(WRAPPED_BUCKET.format(row.number), row.wrapped))


def for_new_key(connection: sqlite3.Connection, kek: WrappingKey, beside: str) -> tuple[int, WrappingKey]:
    """The number of the bucket for a new key, and what wraps it there; a new bucket if all are full.

    `beside`: the id of a key; if it exists, its bucket, even a full one. Raises NoWrappingKey.
    """
    if number := buckets_of(connection, [beside]).get(beside):
        row = connection.execute(f"{ALL} WHERE number = ?", [number]).fetchone()
    else:
        row = _with_room(connection)
    if row:
        return row[0], open_bucket(BucketRow(*row), kek)
    (newest,) = connection.execute("SELECT max(number) FROM bucket").fetchone()
    if not newest:
        return 0, kek
    added = {newest + 1: _new_key(kek.epoch)}
    _write_buckets(connection, added, kek)
    return next(iter(added.items()))


def affected(connection: sqlite3.Connection, doomed: Collection[str], kek_of: Callable[[int], WrappingKey]) -> Affected:
    """What has to be wrapped again to destroy these keys, themselves included, opened. Raises NoWrappingKey.

    `kek_of`: the place's wrapping key of an epoch.
    """
    others, keys = _opened_buckets(connection, kek_of), {}
    for number in sorted(set(buckets_of(connection, doomed).values())):
        rows = connection.execute("SELECT id, epoch, wrapped FROM key WHERE bucket = ? ORDER BY id", [number])
        own = _owner(number, others)
        keys[number] = {
            key_id: (own or kek_of(epoch)).unwrap(key_id, wrapped) for key_id, epoch, wrapped in rows.fetchall()
        }
    return Affected(keys, {number: key for number, key in others.items() if number not in keys})


def write(connection: sqlite3.Connection, former: Affected, left: Affected, kek: WrappingKey) -> None:
    """Wrap again what is left of what was affected: its keys under new wrapping keys, and each bucket's under this kek.

    A table that loses every row is emptied at once: only then does `secure_delete` overwrite whole pages. Row by row,
    it left the bytes of a former row between others in 2 of 60 trials. With several buckets such bytes may stay; what
    wrapped them is in no file any more.
    """
    made = {number: _new_key(kek.epoch) for number in left.keys if number}
    if former.keys.keys() >= set(_numbers_in_use(connection)):
        connection.execute("DELETE FROM key")
    connection.executemany("DELETE FROM key WHERE bucket = ?", [[number] for number in former.keys])
    for number, keys in left.keys.items():
        own = made.get(number, kek)
        rows = [(key_id, number, own.epoch, own.wrap(key_id, key)) for key_id, key in keys.items()]
        connection.executemany("INSERT INTO key VALUES (?, ?, ?, ?)", rows)
    connection.execute("DELETE FROM bucket")
    _write_buckets(connection, left.others | made, kek)


def check(connection: sqlite3.Connection, kek: WrappingKey) -> None:
    """Raises NoWrappingKey unless this kek alone opens every key wrapped in its epoch, and every older bucket.

    An older bucket opens if one of its keys does: the others are as they were, and one damaged key among them does not
    prevent that keys of other buckets are destroyed.
    """
    buckets = _opened_buckets(connection, lambda _epoch: kek)
    for number in _numbers_in_use(connection):
        own = _owner(number, buckets) or kek
        rows = connection.execute("SELECT id, wrapped FROM key WHERE bucket = ? ORDER BY id", [number])
        with closing(rows):
            if own.epoch == kek.epoch:
                for key_id, wrapped in rows:
                    own.unwrap(key_id, wrapped)
            elif not any(own.opens(key_id, wrapped) for key_id, wrapped in rows):
                raise NoWrappingKey(f"No key of bucket {number} opens.")


def _owner(number: int, buckets: dict[int, WrappingKey]) -> WrappingKey | None:
    """What wraps the keys with this number; None for the place's own wrapping key."""
    if number and number not in buckets:
        raise NoWrappingKey(f"The wrapping key of bucket {number} is missing.")
    return buckets.get(number)


def _with_room(connection: sqlite3.Connection) -> tuple[int, int, int, bytes] | None:
    """The row of a bucket that is not full. Those whose wrapping key is newest come first: they lost keys last, or are
    new, so that few have to be counted.
    """
    for row in connection.execute(f"{ALL} ORDER BY epoch DESC, number DESC").fetchall():
        (keys,) = connection.execute("SELECT count(*) FROM key WHERE bucket = ?", [row[0]]).fetchone()
        if keys < AT_MOST:
            return tuple(row)
    return None


def _numbers_in_use(connection: sqlite3.Connection) -> list[int]:
    return [number for (number,) in connection.execute(NUMBERS_IN_USE).fetchall()]


def _opened_buckets(connection: sqlite3.Connection, kek_of: Callable[[int], WrappingKey]) -> dict[int, WrappingKey]:
    rows: Iterator[BucketRow] = map(BucketRow._make, connection.execute(ALL).fetchall())
    return {row.number: open_bucket(row, kek_of(row.kek)) for row in rows}


def _write_buckets(connection: sqlite3.Connection, buckets: dict[int, WrappingKey], kek: WrappingKey) -> None:
    rows = [
        BucketRow(number, own.epoch, kek.epoch, kek.wrap(WRAPPED_BUCKET.format(number), own.key))
        for number, own in buckets.items()
    ]
    connection.executemany("INSERT INTO bucket VALUES (?, ?, ?, ?)", rows)


def _new_key(epoch: int) -> WrappingKey:
    return WrappingKey(epoch, secrets.token_bytes(32))
