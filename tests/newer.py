"""A database that a newer version of held has opened: it records a migration that this program does not know."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

APP, NAME = "consent", "0099_a_no_in_a_column_of_its_own"
LATER = f"{APP}.{NAME}"


@contextmanager
def later_migration() -> Iterator[None]:
    """In the tables of this test; no flush removes the record of that migration."""
    recorder = MigrationRecorder(connection)
    recorder.record_applied(APP, NAME)
    try:
        yield
    finally:
        recorder.record_unapplied(APP, NAME)


def record_later_migration_in(words: Path) -> None:
    """In an SQLite file."""
    with closing(sqlite3.connect(words, timeout=30)) as tables, tables:
        tables.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2027-01-01 00:00:00')", (APP, NAME)
        )
