"""Identifies the database, and the place it belongs to.

A setting can name another database tomorrow, and a mark in the data folder would not notice. In PostgreSQL the place's
id is in the comment of one table: the comment is included in copies and needs no column.
"""

from collections.abc import Collection

from django.db import connection

_ASKED = "SELECT system_identifier, oid FROM pg_control_system(), pg_database WHERE datname = current_database()"

_TABLE = "place_place"
_COMMENT = "SELECT obj_description(to_regclass(%s), 'pg_class')"
_BEFORE_THE_ID = "held place "


def identity() -> str:
    """The PostgreSQL server and database, as one string; empty for SQLite, whose file is in the data folder.

    Raises DatabaseError when the database does not answer.
    """
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED)
        server, database = cursor.fetchone()
    return f"{server}/{database}"


def holds_another_place(marked: str, tables: Collection[str]) -> bool:
    """Whether this database is not the marked one and already has one of these tables.

    A mark from before this was recorded names no database; it then counts as this one.
    """
    return marked not in {"", identity()} and not set(tables).isdisjoint(connection.introspection.table_names())


def noted_site_id() -> str:
    """The id of the place the database belongs to; empty when it has none yet, and for SQLite."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_COMMENT, [_TABLE])
        comment = cursor.fetchone()[0] or ""
    return comment.removeprefix(_BEFORE_THE_ID) if comment.startswith(_BEFORE_THE_ID) else ""


def note_site_id(site_id: str) -> None:
    """Record that the database belongs to the place with this id. Does nothing for SQLite."""
    if connection.vendor == "postgresql" and noted_site_id() != site_id:
        with connection.cursor() as cursor:
            cursor.execute(f"COMMENT ON TABLE {_TABLE} IS %s", [_BEFORE_THE_ID + site_id])
