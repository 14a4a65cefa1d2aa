"""Which database this is, and to which place it belongs.

A setting can name another database tomorrow, and a mark in the data folder would not notice. A database of PostgreSQL
has the id of its place in the comment of one table: it goes into copies, and needs no column.
"""

from collections.abc import Collection

from django.db import connection

_ASKED = "SELECT system_identifier, oid FROM pg_control_system(), pg_database WHERE datname = current_database()"

_TABLE = "place_place"
_COMMENT = "SELECT obj_description(to_regclass(%s), 'pg_class')"
_BEFORE_THE_ID = "held place "


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


def place_noted() -> str:
    """The id of the place to which the database belongs; empty when it has none yet, and for SQLite."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_COMMENT, [_TABLE])
        comment = cursor.fetchone()[0] or ""
    return comment.removeprefix(_BEFORE_THE_ID) if comment.startswith(_BEFORE_THE_ID) else ""


def note_place(place: str) -> None:
    """From now on the database belongs to the place with this id. Nothing is noted in a file of SQLite."""
    if connection.vendor == "postgresql" and place_noted() != place:
        with connection.cursor() as cursor:
            cursor.execute(f"COMMENT ON TABLE {_TABLE} IS %s", [_BEFORE_THE_ID + place])
