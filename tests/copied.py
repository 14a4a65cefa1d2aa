"""A copy of the whole test database, to restore it from: faster than migrating."""

import itertools
import sqlite3
from collections.abc import Callable

from django.db import connection

_numbers = itertools.count(1)


def copied() -> Callable[[], None]:
    """Copy the database as it is now; returns a function that restores it. No transaction may be open."""
    return _copied_on_postgres() if connection.vendor == "postgresql" else _copied_on_sqlite()


def _copied_on_sqlite() -> Callable[[], None]:
    connection.ensure_connection()
    copy = sqlite3.connect(":memory:")
    connection.connection.backup(copy)

    def fill() -> None:
        connection.ensure_connection()
        copy.backup(connection.connection)

    return fill


def _copied_on_postgres() -> Callable[[], None]:
    """The copy is a database on the same server, which ends with the tests' server."""
    name = connection.settings_dict["NAME"]
    copy = f"{name}_copy_{next(_numbers)}"
    _copy_on_postgres(name, copy)
    return lambda: _copy_on_postgres(copy, name)


def _copy_on_postgres(source: str, target: str) -> None:
    connection.close()  # PostgreSQL copies a database only if nobody is connected to it
    with connection._nodb_cursor() as cursor:  # Django has no public way to connect to the server itself
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
