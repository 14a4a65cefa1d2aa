"""Which database this is. A setting can name another one tomorrow, and a mark in the data folder would not notice."""

from collections.abc import Collection

from django.db import connection

_ASKED = "SELECT system_identifier, oid FROM pg_control_system(), pg_database WHERE datname = current_database()"


def identity() -> str:
    """The PostgreSQL server and the database in it; empty for SQLite, whose file is in the data folder.

    Raises DatabaseError when the database does not answer.
    """
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED)
        server, database = cursor.fetchone()
    return f"{server}/{database}"


def holds_another_place(marked: str, tables: Collection[str]) -> bool:
    """Whether this is another database than the marked one, and one of these tables is in it already.

    A mark of before this was noted names none; then it counts as this one.
    """
    return marked not in {"", identity()} and not set(tables).isdisjoint(connection.introspection.table_names())
