"""Django's PostgreSQL backend, with a limit on every wait.

The server enforces statement_timeout, but a frozen server enforces nothing. So the client has a limit too: a connection
without a timely answer is closed. After a server did not answer, not every thread tries it in turn: for QUIET seconds
the others fail at once, and the threads stay free for pages that use no database.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.errors import ConnectionTimeout

USABLE = 5.0  # seconds in which a kept connection has to show that it still works
QUIET = 2.0  # seconds after a timeout in which no other connection is tried

_silent_until = 0.0  # in seconds of `monotonic`; a race between threads costs one more try


class Silent(psycopg.OperationalError):
    """The server did not answer in time, now or a moment ago."""


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's connection."""

    answer: float | None = None  # seconds for one answer; None: no limit

    def get_connection_params(self) -> dict[str, Any]:
        """The parameters for psycopg, without our own option."""
        params: dict[str, Any] = super().get_connection_params()
        self.answer = params.pop("answer", None)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection with a deadline for every answer. Raises OperationalError."""
        if monotonic() < _silent_until:
            raise Silent("the database was silent a moment ago")
        try:
            connection = super().get_new_connection(conn_params)
        except ConnectionTimeout:
            _note_silence()
            raise
        _limit_waits(connection, self)
        return connection

    def is_usable(self) -> bool:
        """Called once per request for a kept connection, with a short deadline."""
        if monotonic() < _silent_until:
            return False
        before, self.answer = self.answer, USABLE
        try:
            return bool(super().is_usable())
        finally:
            self.answer = before

    @contextmanager
    def without_deadline(self) -> Iterator[None]:
        """For operations that may take minutes, such as a migration. Afterwards a new connection is made."""
        with self.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        self.answer = None
        try:
            yield
        finally:
            self.close()


def _limit_waits(connection: Any, owner: DatabaseWrapper) -> None:
    wait = connection.wait

    def _wait_at_most(gen: Any, *more: Any, timeout: float | None = None, **named: Any) -> Any:
        try:
            return wait(gen, *more, timeout=owner.answer if timeout is None else timeout, **named)
        except psycopg.errors._WaitTimeout:  # noqa: SLF001  # psycopg’s own name for it
            if timeout is not None:
                raise
            _note_silence()
            connection.pgconn.finish()  # nobody can know what a late answer would belong to
            raise Silent("the database did not answer in time") from None

    connection.wait = _wait_at_most


def _note_silence() -> None:
    global _silent_until  # noqa: PLW0603  # one for all threads, which is its purpose
    _silent_until = monotonic() + QUIET
