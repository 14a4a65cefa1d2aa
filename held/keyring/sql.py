"""The tables of keyring.db, and reading many of its rows at once."""

import errno
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

SCHEMA = """
CREATE TABLE IF NOT EXISTS place (id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS key (
  id TEXT PRIMARY KEY, bucket INTEGER NOT NULL DEFAULT 0, epoch INTEGER NOT NULL, wrapped BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS key_by_bucket ON key (bucket);
CREATE TABLE IF NOT EXISTS bucket (
  number INTEGER PRIMARY KEY CHECK (number > 0), epoch INTEGER NOT NULL, kek INTEGER NOT NULL, wrapped BLOB NOT NULL
);
"""
# An INSERT that replaces a row fires no DELETE trigger for the old row, so the insert itself is refused.
REFUSAL_LOG = """
CREATE TABLE IF NOT EXISTS no (
  number INTEGER PRIMARY KEY CHECK (number > 0), thing TEXT NOT NULL, turn INTEGER NOT NULL CHECK (turn >= 0)
);
CREATE TRIGGER IF NOT EXISTS no_is_never_replaced BEFORE INSERT ON no
  WHEN EXISTS (SELECT 1 FROM no WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'a no is never replaced'); END;
CREATE TRIGGER IF NOT EXISTS no_is_never_changed BEFORE UPDATE ON no
  BEGIN SELECT RAISE(ABORT, 'a no is never changed'); END;
CREATE TRIGGER IF NOT EXISTS no_is_never_removed BEFORE DELETE ON no
  BEGIN SELECT RAISE(ABORT, 'a no is never removed'); END;
"""
ADD_REFUSAL = "INSERT INTO no (thing, turn) VALUES (?, ?)"
EVERY_REFUSAL = "SELECT thing, max(turn) FROM no GROUP BY thing"
AT_ONCE = 500  # keys in one statement; SQLite before 3.32 takes 999 parameters at most

KEY_ROWS = """
SELECT key.id, key.epoch, key.wrapped, bucket.number, bucket.epoch, bucket.kek, bucket.wrapped
FROM key LEFT JOIN bucket ON bucket.number = key.bucket WHERE key.id
"""


class BucketRow(NamedTuple):
    """A bucket's own wrapping key, wrapped.

    `epoch`: in which this wrapping key was made. `kek`: the epoch of the place's wrapping key, which wraps it.
    """

    number: int
    epoch: int
    kek: int
    wrapped: bytes


class KeyRow(NamedTuple):
    """A wrapped key, the epoch of what wraps it, and its bucket; without one, the place's wrapping key wraps it."""

    epoch: int
    wrapped: bytes
    bucket: BucketRow | None


def row_of(connection: sqlite3.Connection, key_id: str) -> KeyRow | None:
    """The row of this key, read together with that of its bucket; None if there is no such key."""
    found = connection.execute(f"{KEY_ROWS} = ?", (key_id,)).fetchone()
    return _key_row(found) if found else None


def rows_of(connection: sqlite3.Connection, ids: Collection[str]) -> Iterator[tuple[str, KeyRow]]:
    """The id and row of each of these keys that exists."""
    for marks, some in _at_once(ids):
        for found in connection.execute(f"{KEY_ROWS} IN ({marks})", some).fetchall():
            yield found[0], _key_row(found)


def buckets_of(connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, int]:
    """Those of these keys that exist, each with the number of its bucket; 0 without buckets."""
    found: dict[str, int] = {}
    for marks, some in _at_once(ids):
        statement = f"SELECT id, bucket FROM key WHERE id IN ({marks})"  # noqa: S608  # question marks alone
        found |= connection.execute(statement, some).fetchall()
    return found


@contextmanager
def full_disk_as_oserror(what: str) -> Iterator[None]:
    """Raise a full disk as OSError: withdrawals respond to it by freeing reserved space and trying again."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        if fault.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
            raise OSError(errno.ENOSPC, what) from fault
        raise


def _at_once(ids: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    wanted = sorted(ids)
    for begin in range(0, len(wanted), AT_ONCE):
        some = wanted[begin : begin + AT_ONCE]
        yield ", ".join("?" * len(some)), some


def _key_row(found: tuple[Any, ...]) -> KeyRow:
    _key_id, epoch, wrapped, number, *bucket = found
    return KeyRow(epoch, wrapped, None if number is None else BucketRow(number, *bucket))
