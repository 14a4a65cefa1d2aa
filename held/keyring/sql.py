"""The tables of keyring.db, and reading many of its rows at once."""

import sqlite3
from collections.abc import Collection, Iterator

SCHEMA = """
CREATE TABLE IF NOT EXISTS place (id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS key (
  id TEXT PRIMARY KEY, bucket INTEGER NOT NULL DEFAULT 0, epoch INTEGER NOT NULL, wrapped BLOB NOT NULL
) WITHOUT ROWID;
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


def rows_of(connection: sqlite3.Connection, ids: Collection[str]) -> Iterator[tuple[str, int, bytes]]:
    """For each of these keys that exists: its id, the epoch of its wrapping key, and the wrapped key."""
    wanted = sorted(ids)
    for begin in range(0, len(wanted), AT_ONCE):
        some = wanted[begin : begin + AT_ONCE]
        marks = ", ".join("?" * len(some))
        statement = f"SELECT id, epoch, wrapped FROM key WHERE id IN ({marks})"  # noqa: S608  # question marks alone
        yield from connection.execute(statement, some).fetchall()
