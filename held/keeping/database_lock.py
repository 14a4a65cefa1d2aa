"""A lock that lets only one held at a time use a PostgreSQL database. A lock in the data folder is not visible from
another folder.

A session's advisory lock is lost behind a pooler: PgBouncer gives the next transaction another session
(pgbouncer.org/features). So this is a transaction's lock. The transaction stays open, in a connection of its own; it
reads nothing and holds no snapshot, so it does not hold back VACUUM.
"""

import os
from contextlib import suppress
from select import select
from time import sleep

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

NUMBER = int.from_bytes(b"held", "big")  # of the advisory lock; each database has its own locks
TRIES, PAUSE = 20, 0.1  # seconds; the server notices within moments that a process with the lock was killed
# With TCP's defaults the server notices only after two hours that a machine is gone; until then nobody could take the
# lock.
KEEPALIVES = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}  # seconds, seconds, times
_SERVER_SETTINGS = {f"tcp_{name}": str(value) for name, value in KEEPALIVES.items()} | {
    "idle_in_transaction_session_timeout": "0",
    "transaction_timeout": "0",  # since PostgreSQL 17
}
_SET_FOR_THIS_TRANSACTION = "SELECT set_config(name, %s, true) FROM pg_settings WHERE name = %s"

_WHO_HAS_IT = """SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


class DatabaseInUse(Exception):
    """Another held has the lock; the message gives a remedy."""

    def __init__(self) -> None:
        """The message cannot say which one: that is not visible from here."""
        super().__init__(
            "Another held is using the database in HELD_DATABASE_URL. Please stop that one first. If this is to be a "
            "second place, it needs a database of its own: please make an empty one (createdb NAME), and name it in "
            "HELD_DATABASE_URL."
        )


class DatabaseLock:
    """This process's lock; the server releases it when the process ends in any way. SQLite has no such lock.

    A forked process must not use it: anything it sent over the same socket would end the lock.
    """

    def __init__(self) -> None:
        """Take no lock yet."""
        os.register_at_fork(after_in_child=self._leave_to_parent)
        self._ours: BaseDatabaseWrapper | None = None
        self._session = 0  # the server process that last held the lock for us
        self._seen = 0  # the one that held it when we last looked

    @property
    def is_taken(self) -> bool:
        """Whether this process has a lock to keep."""
        return self._ours is not None

    def take(self, tries: int = TRIES) -> None:
        """Take the lock, unless the database is a file. Raises DatabaseInUse after some seconds, or DatabaseError."""
        if connection.vendor != "postgresql":
            return
        for again in range(tries, 0, -1):
            if self._taken():
                return
            if again > 1:
                sleep(PAUSE)
        raise DatabaseInUse

    def keep(self) -> None:
        """Take it again if the connection was lost, for example because the server restarted.

        Raises DatabaseInUse when another held has taken it since. If the server does not answer now, or has not noticed
        that our old connection is gone, the next call tries again.
        """
        if self._ours is None or not self._is_lost(self._ours):
            return
        try:
            self.take(tries=1)
        except DatabaseInUse:
            if self._seen not in {0, self._session}:
                raise
        except DatabaseError:
            return

    def let_go(self) -> None:
        """Release it, so that another can take it."""
        if self._ours:
            with suppress(DatabaseError):
                self._ours.close()
            self._ours = None

    def _taken(self) -> bool:
        ours = connection.copy()
        ours.settings_dict["CONN_MAX_AGE"] = None
        ours.settings_dict["OPTIONS"] = {"connect_timeout": 10} | ours.settings_dict.get("OPTIONS", {}) | KEEPALIVES
        try:
            ours.set_autocommit(False)
            with ours.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")  # the other levels keep a snapshot
                for name, value in _SERVER_SETTINGS.items():
                    cursor.execute(_SET_FOR_THIS_TRANSACTION, [value, name])
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NUMBER])
                taken = bool(cursor.fetchone()[0])
                cursor.execute(_WHO_HAS_IT, [NUMBER])
                (self._seen,) = cursor.fetchone() or (0,)
        except BaseException:
            ours.close()
            raise
        if taken:
            self._ours, self._session = ours, self._seen
        else:
            ours.close()
        return taken

    def _leave_to_parent(self) -> None:
        """In a forked process: disconnect the socket, so that the connection sends nothing when it is
        garbage-collected.
        """
        if self._ours and self._ours.connection and not self._ours.connection.closed:
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, self._ours.connection.pgconn.socket)
            os.close(nowhere)

    @staticmethod
    def _is_lost(ours: BaseDatabaseWrapper) -> bool:
        """Reads what has already arrived, and never waits: waiting for a busy server would block."""
        pg = ours.connection.pgconn
        try:
            with ours.wrap_database_errors:
                while select([pg.socket], [], [], 0)[0]:  # the last message comes first, then the end
                    pg.consume_input()
        except DatabaseError:
            return True
        return bool(ours.connection.closed)
