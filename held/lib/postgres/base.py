"""Django's PostgreSQL, never waiting for ever.

statement_timeout is counted by the server, and a server that is frozen counts nothing. So the client counts too: a
connection that gives no answer in time is closed. A server that was silent a moment ago is not asked by every thread in
turn: for QUIET seconds the others fail at once, and the threads stay free for pages that need no database.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.errors import ConnectionTimeout

USABLE = 5.0  # seconds in which a kept connection has to say that it is still good
QUIET = 2.0  # seconds after a time-out in which no other connection is tried

_silent_until = 0.0  # in seconds of `monotonic`; a race between threads costs one more try


class Silent(psycopg.OperationalError):
    """The server did not answer in time, or did not a moment ago."""


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's connection."""

    answer: float | None = None  # seconds for one answer; None: as long as it takes

    def get_connection_params(self) -> dict[str, Any]:
        """What psycopg is given; our own option is none of it."""
        params: dict[str, Any] = super().get_connection_params()
        self.answer = params.pop("answer", None)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection whose every answer has a deadline. Raises OperationalError."""
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
        """Asked once a request of a connection that was kept, with a short deadline."""
        if monotonic() < _silent_until:
            return False
        before, self.answer = self.answer, USABLE
        try:
            return bool(super().is_usable())
        finally:
            self.answer = before

    @contextmanager
    def without_deadline(self) -> Iterator[None]:
        """For what may take minutes, such as a migration. Afterwards a new connection is made."""
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
            connection.pgconn.finish()  # nobody can know what a late answer would be of
            raise Silent("the database did not answer in time") from None

    connection.wait = _wait_at_most


def _note_silence() -> None:
    global _silent_until  # noqa: PLW0603  # one for all threads, which is its purpose
    _silent_until = monotonic() + QUIET
