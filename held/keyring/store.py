"""keyring.db: every key, wrapped, in an SQLite file of its own that is never part of a dated copy.

`secure_delete` overwrites what is deleted; `synchronous=FULL` puts a key on disk before anything is sealed under it.
Measurements showed that both are needed: without them deleted keys stay readable in the file, and a power failure loses
acknowledged keys. SQLite's `user_version` is the current epoch: it changes in the same transaction in which keys are
rewrapped, so the file itself says which wrapping key opens it. Which keys these are: `held.keyring.buckets`.
"""

import secrets
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from held.keyring import buckets, destroyed, sql
from held.keyring.cannot_open import CannotOpen
from held.keyring.destroyed import WhyMissing
from held.keyring.kek import (
    NoWrappingKey,
    WrappingKey,
    destroy_partials,
    destroy_wrapping_key,
    epochs_in,
    make_wrapping_key,
    read_wrapping_key,
)
from held.keyring.sql import KeyRow, buckets_of, full_disk_as_oserror, row_of, rows_of
from held.lib.disk import private_folder, sync_file, sync_folder


class KeyGone(CannotOpen):
    """There is no such key (any more): nobody can read what was sealed under it."""


class Keyring:
    """The keys of one place. Safe to use from many threads and processes; each thread has its own connection."""

    def __init__(self, folder: Path) -> None:
        """Open the keyring in the folder, or create it. Raises NoWrappingKey when it cannot be opened."""
        self.folder = private_folder(folder)
        self.path = folder / "keyring.db"
        self._local = threading.local()
        if epochs_in(folder) and not self.path.exists():
            raise NoWrappingKey(f"{self.path} is missing, and the kek file beside it is there.")
        self.path.touch(mode=0o600)
        self.site_id = self._make_or_read()
        self._opened: dict[bytes, WrappingKey] = {}  # of buckets, by what is wrapped; dropped when the kek changes
        self._kek: WrappingKey = self._read_or_make_kek()
        if len(epochs_in(folder)) > 1:  # a destruction was interrupted
            with suppress(NoWrappingKey):  # a key that does not open raises where it is used
                self._end_former_epochs()

    @property
    def epoch(self) -> int:
        """The epoch of the current wrapping key; it increases by one each time keys are destroyed."""
        return max(1, int(self._connection.execute("PRAGMA user_version").fetchone()[0]))

    def new_key(self, beside: str = "") -> str:
        """The id of a new key, which is on disk when this returns.

        `beside`: the id of a key; the new one goes into its bucket, so that destroying either is as much work.
        """
        key_id, key = secrets.token_hex(16), AESGCM.generate_key(bit_length=256)
        with self._writing() as connection:
            bucket, own = buckets.for_new_key(connection, self._wrapping_key(self.epoch), beside)
            row = (key_id, bucket, own.epoch, own.wrap(key_id, key))
            connection.execute("INSERT INTO key VALUES (?, ?, ?, ?)", row)
        return key_id

    def key(self, key_id: str) -> bytes:
        """The 32 bytes of a key. Raises KeyGone; raises NoWrappingKey when the kek does not open it."""
        before = None
        while (row := self._row(key_id)) != before:
            try:
                return self._unwrap(key_id, row)
            except NoWrappingKey as fault:  # unless another process began an epoch since the row was read
                before, reason = row, fault
        raise reason

    def keys(self, ids: Collection[str]) -> dict[str, bytes]:
        """Those of these keys that exist and open, by id, in few statements."""
        found = {}
        for key_id, row in rows_of(self._connection, ids):
            with suppress(NoWrappingKey):  # raises where that key is used
                found[key_id] = self._unwrap(key_id, row)
        return found

    def those_there(self, ids: Collection[str]) -> set[str]:
        """Those of these ids whose keys exist."""
        return set(buckets_of(self._connection, ids))

    def state(self) -> tuple[int, ...]:
        """A value that differs after each change of the keyring, by this thread's connection or any other.

        Only comparable within one thread: each connection counts SQLite's `data_version` for itself, without its own
        writes.
        """
        (others,) = self._connection.execute("PRAGMA data_version").fetchone()
        return threading.get_ident(), others, self._connection.total_changes

    def destroy(self, ids: Iterable[str]) -> None:
        """Destroy keys for good, including in every older copy of this keyring: a new epoch begins.

        Raises NoWrappingKey when another key of its bucket does not open, OSError on a full disk; then nothing was
        changed. If interrupted anywhere, each key either exists or is gone and all others open; repeating the call, or
        opening the keyring, finishes it. The same transaction records that the keys were destroyed on purpose
        (`why_missing`).
        """
        with full_disk_as_oserror("no room for the keys of a new epoch"):
            with self._writing() as connection:
                wished = set(ids)
                destroyed.note(connection, wished)
                if doomed := self.those_there(wished):
                    self._begin_epoch(connection, doomed)
            self._end_former_epochs()

    def forget(self, key_id: str) -> None:
        """Delete a key that seals nothing; older copies may still have it."""
        with self._writing() as connection:
            destroyed.note(connection, [key_id])
            connection.execute("DELETE FROM key WHERE id = ?", (key_id,))

    def why_missing(self, key_id: str) -> WhyMissing:
        """Why a missing key is missing: destroyed on purpose, gone before that was recorded, or lost."""
        return destroyed.why_missing(self._connection, key_id)

    @property
    def notes_since(self) -> str:
        """Since when destroyed keys are recorded (ISO 8601, UTC); empty before a version that records them served."""
        return destroyed.notes_since(self._connection)

    def begin_notes(self, missing: Iterable[str]) -> None:
        """Begin recording destroyed keys; `missing` were gone before. Does nothing if recording has begun already."""
        with self._writing() as connection:
            if not destroyed.notes_since(connection):
                destroyed.begin(connection, missing)

    def note_earlier(self, missing: Iterable[str]) -> None:
        """Record that these missing keys were gone before destroyed keys were recorded."""
        with self._writing() as connection:
            destroyed.note(connection, missing, earlier=True)

    def append_refusal(self, thing: str, turn: int) -> None:
        """Add one row to the log of refusals; it is on disk when this returns. Raises OSError on a full disk."""
        with full_disk_as_oserror("no room for a no"), self._writing() as connection:
            connection.execute(sql.ADD_REFUSAL, (thing, turn))

    def refusals(self) -> dict[str, int]:
        """Each refused thing, and the highest turn of a refusal."""
        return dict(self._connection.execute(sql.EVERY_REFUSAL).fetchall())

    def refuse_to_destroy(self, key_id: str) -> None:
        """Raises NoWrappingKey if this key cannot be destroyed, because one of its bucket does not open."""
        with self._writing() as connection:  # nobody begins an epoch meanwhile
            buckets.affected(connection, [key_id], self._wrapping_key)

    def ids(self) -> Iterator[str]:
        """The id of every key."""
        yield from [row[0] for row in self._connection.execute("SELECT id FROM key ORDER BY id").fetchall()]

    def copy_to(self, path: Path, before_commit: Callable[[WrappingKey], object] = lambda _kek: None) -> None:
        """Write a consistent copy to `path`, replacing the old one, while held runs.

        `before_commit` is called with the wrapping key that opens it, when the copy is complete but not yet renamed.
        """
        partial = path.with_name(path.name + ".part")
        before_commit(self._copy_and_its_wrapping_key(partial))
        partial.replace(path)
        sync_folder(path.parent)

    def damage(self) -> str:
        """What SQLite's own check finds wrong with the file; empty when it finds nothing."""
        try:
            found = [row[0] for row in self._connection.execute("PRAGMA integrity_check")]
        except sqlite3.DatabaseError as fault:  # so damaged that the check itself fails
            return str(fault)
        return "" if found == ["ok"] else "; ".join(found)

    def close(self) -> None:
        """Close this thread's connection."""
        if connection := getattr(self._local, "connection", None):
            connection.close()
            del self._local.connection

    @property
    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            there = f"{self.path.absolute().as_uri()}?mode=rw"  # a lost file is not recreated empty
            connection = sqlite3.connect(there, uri=True, timeout=20, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA secure_delete=ON")
            self._local.connection = connection
        return self._local.connection  # type: ignore[no-any-return]  # threading.local is untyped

    def _make_or_read(self) -> str:
        connection = self._connection
        self.path.chmod(0o600)
        connection.executescript(sql.SCHEMA + sql.REFUSAL_LOG + destroyed.SCHEMA)
        with self._writing():
            if connection.execute("SELECT 1 FROM place").fetchone() is None:
                connection.execute("INSERT INTO place VALUES (?)", (secrets.token_hex(16),))
                destroyed.begin(connection)
        return str(connection.execute("SELECT id FROM place").fetchone()[0])

    def _read_or_make_kek(self) -> WrappingKey:
        # The wrapping key is created last: an interrupted first start leaves a keyring without any key, and never looks
        # like an installation that lost one of the two files.
        with self._writing():
            there = epochs_in(self.folder)
            if not there and next(self.ids(), None):
                raise NoWrappingKey(f"{self.path} is there, and the kek file beside it is not.")
            epoch = self.epoch
            return read_wrapping_key(self.folder, epoch) if there else make_wrapping_key(self.folder, epoch)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _row(self, key_id: str) -> KeyRow:
        row = row_of(self._connection, key_id)
        if row is None:
            raise KeyGone(key_id)
        return row

    def _unwrap(self, key_id: str, row: KeyRow) -> bytes:
        if row.bucket is None:
            return self._wrapping_key(row.epoch).unwrap(key_id, row.wrapped)
        kek = self._wrapping_key(row.bucket.kek)
        opened = self._opened
        if row.bucket.wrapped not in opened:
            opened[row.bucket.wrapped] = buckets.open_bucket(row.bucket, kek)
        return opened[row.bucket.wrapped].unwrap(key_id, row.wrapped)

    def _wrapping_key(self, epoch: int) -> WrappingKey:
        kek = self._kek
        if kek.epoch != epoch:
            kek = self._kek = read_wrapping_key(self.folder, epoch)
            self._opened = {}
        return kek

    def _copy_and_its_wrapping_key(self, partial: Path) -> WrappingKey:
        while True:
            partial.unlink(missing_ok=True)
            with closing(sqlite3.connect(partial)) as copy:
                self._connection.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")
                epoch = max(1, int(copy.execute("PRAGMA user_version").fetchone()[0]))
            partial.chmod(0o600)
            sync_file(partial)
            try:
                return self._wrapping_key(epoch)
            except NoWrappingKey:  # unless another process began an epoch since it was copied
                if epoch == self.epoch:
                    raise

    def _begin_epoch(self, connection: sqlite3.Connection, doomed: set[str]) -> None:
        """Rewrap what shares a bucket with the doomed. The new wrapping key is on disk before anything needs it.

        Its number was never used here: this overwrites neither a file left by an interrupted attempt, nor one that
        somebody put here with an older keyring.
        """
        former = buckets.affected(connection, doomed, self._wrapping_key)
        left = former.without(doomed).divided()
        number = 1 + max(self.epoch, *epochs_in(self.folder))
        kek = make_wrapping_key(self.folder, number, in_buckets=left.in_buckets)
        buckets.write(connection, former, left, kek)
        buckets.check(connection, kek)
        connection.execute(f"PRAGMA user_version = {kek.epoch}")

    def _end_former_epochs(self) -> None:
        """Destroy the wrapping keys of former epochs, after checking that the keys open without them.

        Nobody can begin an epoch meanwhile; a file of a later epoch than ours is never touched.
        """
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with self._writing() as connection:
            epoch = self.epoch
            buckets.check(connection, read_wrapping_key(self.folder, epoch))
            for former in epochs_in(self.folder):
                if former < epoch:
                    destroy_wrapping_key(self.folder, former)
            destroy_partials(self.folder)
