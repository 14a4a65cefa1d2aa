"""Records which keys were destroyed on purpose: their ids, in the keyring, in the transaction that destroys them.

Without this list a lost key (an older keyring was put back, a damaged file was repaired by hand) would look like one
that somebody wanted destroyed. An id is 128 random bits and says nothing about what the key opened. The list goes into
the backup with the keys. A row is never changed or deleted.

Keyrings from earlier versions have no such list. `held serve` creates it once: what is missing at that moment counts as
destroyed before (`WhyMissing.EARLIER`), because the reason is no longer known.
"""

import sqlite3
from collections.abc import Iterable
from enum import Enum

from held.lib.clock import now

SCHEMA = """
CREATE TABLE IF NOT EXISTS destroyed (
  id TEXT PRIMARY KEY, earlier INTEGER NOT NULL DEFAULT 0 CHECK (earlier IN (0, 1))
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS destroyed_since (at TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS destroyed_is_never_changed BEFORE UPDATE ON destroyed
  BEGIN SELECT RAISE(ABORT, 'a destroyed key stays noted'); END;
CREATE TRIGGER IF NOT EXISTS destroyed_is_never_removed BEFORE DELETE ON destroyed
  BEGIN SELECT RAISE(ABORT, 'a destroyed key stays noted'); END;
"""


class WhyMissing(Enum):
    """Why a key that the words need is not in the keyring."""

    DESTROYED = "destroyed"  # on purpose
    EARLIER = "earlier"  # it was already missing when this installation began to record destroyed keys
    LOST = "lost"  # nobody destroyed it: the keyring is older than the words, or damaged


def note(connection: sqlite3.Connection, ids: Iterable[str], *, earlier: bool = False) -> None:
    """Record that these keys are destroyed, in the caller's transaction. Existing records stay as they are."""
    rows = [(key_id, int(earlier)) for key_id in ids]
    connection.executemany("INSERT INTO destroyed VALUES (?, ?) ON CONFLICT (id) DO NOTHING", rows)


def begin(connection: sqlite3.Connection, missing: Iterable[str] = ()) -> None:
    """Begin recording destroyed keys; `missing` were gone before. In the caller's transaction, once."""
    note(connection, missing, earlier=True)
    connection.execute("INSERT INTO destroyed_since VALUES (?)", (now().isoformat(timespec="seconds"),))


def notes_since(connection: sqlite3.Connection) -> str:
    """Since when destroyed keys are recorded (ISO 8601, UTC); empty if recording has not begun."""
    row = connection.execute("SELECT at FROM destroyed_since").fetchone()
    return str(row[0]) if row else ""


def why_missing(connection: sqlite3.Connection, key_id: str) -> WhyMissing:
    """Why this key, which is not in the keyring, is missing."""
    row = connection.execute("SELECT earlier FROM destroyed WHERE id = ?", (key_id,)).fetchone()
    if row is None:
        return WhyMissing.LOST
    return WhyMissing.EARLIER if row[0] else WhyMissing.DESTROYED
