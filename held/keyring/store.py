"""keyring.db: every key, wrapped, in a SQLite file of its own that is never part of a dated copy.

`secure_delete` overwrites what is deleted; `synchronous=FULL` puts a key on the disk before anything is sealed
under it. Both were measured to be needed: without them deleted keys stay readable in the file, and a power cut
takes keys that had been acknowledged.
"""

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from held.keyring.kek import NoWrappingKey, WrappingKey, find_wrapping_key, make_wrapping_key
from held.lib.disk import private_folder, sync_file, sync_folder

SCHEMA = """
CREATE TABLE IF NOT EXISTS place (id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS key (
  id TEXT PRIMARY KEY, bucket INTEGER NOT NULL DEFAULT 0, epoch INTEGER NOT NULL, wrapped BLOB NOT NULL
) WITHOUT ROWID;
"""


class KeyGone(Exception):
    """There is no such key (any more): what was sealed under it can be read by nobody."""


class Keyring:
    """The keys of one place. Safe to use from many threads; each has its own connection."""

    def __init__(self, folder: Path) -> None:
        """Open the keyring in the folder, or make it. Raises NoWrappingKey when it cannot be opened."""
        self.folder = private_folder(folder)
        self.path = folder / "keyring.db"
        self._local = threading.local()
        found = find_wrapping_key(folder)
        if found and not self.path.exists():
            raise NoWrappingKey(f"{self.path} is missing, and the kek file beside it is there.")
        self.path.touch(mode=0o600)
        self.place = self._make_or_read()
        # The wrapping key is made last: a beginning that was cut off leaves a keyring without any key, and never
        # looks like a place that lost one of the two files.
        if found is None and next(self.ids(), None):
            raise NoWrappingKey(f"{self.path} is there, and the kek file beside it is not.")
        self._kek: WrappingKey = found or make_wrapping_key(folder)

    def new_key(self) -> str:
        """The id of a fresh key that is on the disk when this returns."""
        key_id, key = secrets.token_hex(16), AESGCM.generate_key(bit_length=256)
        nonce = secrets.token_bytes(12)
        wrapped = nonce + AESGCM(self._kek.key).encrypt(nonce, key, self._about(key_id, self._kek.epoch))
        self._connection.execute("INSERT INTO key VALUES (?, 0, ?, ?)", (key_id, self._kek.epoch, wrapped))
        return key_id

    def key(self, key_id: str) -> bytes:
        """The 32 bytes of a key. Raises KeyGone; raises NoWrappingKey when the kek does not open it."""
        row = self._connection.execute("SELECT epoch, wrapped FROM key WHERE id = ?", (key_id,)).fetchone()
        if row is None:
            raise KeyGone(key_id)
        epoch, wrapped = row
        try:
            return AESGCM(self._kek.key).decrypt(wrapped[:12], wrapped[12:], self._about(key_id, epoch))
        except InvalidTag as reason:
            raise NoWrappingKey(f"kek-{self._kek.epoch} does not open the key {key_id}.") from reason

    def ids(self) -> Iterator[str]:
        """The id of every key there is."""
        yield from (row[0] for row in self._connection.execute("SELECT id FROM key ORDER BY id"))

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy to `path`, replacing what was there, while the place goes on."""
        half = path.with_name(path.name + ".part")
        half.unlink(missing_ok=True)
        with closing(sqlite3.connect(half)) as copy:
            self._connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        half.chmod(0o600)
        sync_file(half)
        half.replace(path)
        sync_folder(path.parent)

    def damage(self) -> str:
        """What SQLite's own check finds wrong with the file; empty when it is whole."""
        found = [row[0] for row in self._connection.execute("PRAGMA integrity_check")]
        return "" if found == ["ok"] else "; ".join(found)

    def close(self) -> None:
        """Close this thread's connection."""
        if connection := getattr(self._local, "connection", None):
            connection.close()
            del self._local.connection

    @property
    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            there = f"{self.path.absolute().as_uri()}?mode=rw"  # one that is lost is not made anew, empty
            connection = sqlite3.connect(there, uri=True, timeout=20, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA secure_delete=ON")
            self._local.connection = connection
        return self._local.connection  # type: ignore[no-any-return]  # threading.local is untyped

    def _make_or_read(self) -> str:
        connection = self._connection
        self.path.chmod(0o600)
        connection.executescript(SCHEMA)
        connection.execute(
            "INSERT INTO place SELECT ? WHERE NOT EXISTS (SELECT 1 FROM place)", (secrets.token_hex(16),)
        )
        return str(connection.execute("SELECT id FROM place").fetchone()[0])

    def _about(self, key_id: str, epoch: int) -> bytes:
        return f"held key {key_id} {epoch}".encode()
