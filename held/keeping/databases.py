"""Copies the words out of the database and puts them back: an SQLite file, or a PostgreSQL dump."""

import errno
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from held.keeping.tables import our_tables
from held.lib.postgres.url import environment
from held.uptime.current import forget_uptime

COUNTED = (
    "accounts_account",
    "families_family",
    "stories_story",
    "stories_version",
    "pictures_picture",
    "history_auditentry",
)


class CannotCopy(Exception):
    """The database cannot be copied or filled; the message gives the reason and a remedy."""


class Database(Protocol):
    """One of the two kinds of database that can hold the words."""

    @property
    def kind(self) -> str:
        """Its name, as recorded in a copy."""

    @property
    def file(self) -> str:
        """The name of the file with the words in a copy."""

    def copy_to(self, path: Path) -> dict[str, int]:
        """Write all words as they are at one moment; returns the number of rows of each counted table.

        Raises CannotCopy, OSError, sqlite3.Error or DatabaseError.
        """

    def fill_from(self, path: Path, *, made_since: Collection[str] = ()) -> None:
        """Replace the current contents with the words of a copy. If interrupted, it has to be repeated: the caller
        keeps a mark that says so. `made_since`: tables of another version to delete as well.

        Raises CannotCopy or OSError.
        """

    def remove_tables(self) -> None:
        """Delete every table that one of our migrations creates, and no other."""

    def migrations_in(self, path: Path) -> set[str]:
        """The migrations of a copy's tables, as app.name; empty when the copy does not say."""

    def damage(self) -> str:
        """What the database's own check finds wrong; empty when it finds nothing."""

    def size(self) -> int:
        """Its size in bytes."""


def this_database() -> Database:
    """This installation's database."""
    return Sqlite() if connection.vendor == "sqlite" else Postgres()


@dataclass(frozen=True)
class Sqlite:
    """A file next to the keys."""

    kind: str = "SQLite"
    file: str = "words.sqlite"

    def copy_to(self, path: Path) -> dict[str, int]:
        """SQLite's online backup, in one step: a single moment, while others keep writing."""
        connection.ensure_connection()
        if connection.in_atomic_block:
            raise RuntimeError("SQLite would wait for ever for the end of a transaction that is our own")
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with no log next to it
            found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
            if found != ["ok"]:
                raise CannotCopy("The copy is not whole, so it was not kept. “bin/held check” says more.")
            there = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            return {
                table: copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  # our own names
                for table in COUNTED
                if table in there
            }

    def fill_from(self, path: Path, *, made_since: Collection[str] = ()) -> None:  # noqa: ARG002  # replaces all
        """Replace the file by the copy in one step; delete the old file's WAL and shared memory first."""
        connection.close()
        target = _path()
        partial = target.with_name(target.name + ".part")
        try:
            with path.open("rb") as source, partial.open("wb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
                copy.flush()
                os.fsync(copy.fileno())
        except OSError:
            partial.unlink(missing_ok=True)  # on a full disk it would take up space the host frees
            raise
        for beside in ("-wal", "-shm"):
            target.with_name(target.name + beside).unlink(missing_ok=True)
        partial.replace(target)
        forget_uptime()

    def migrations_in(self, path: Path) -> set[str]:
        """Read from the file itself, without writing to it."""
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as copy, suppress(sqlite3.DatabaseError):
            return {f"{app}.{name}" for app, name in copy.execute("SELECT app, name FROM django_migrations")}
        return set()

    def remove_tables(self) -> None:
        """Move the file aside: it should contain only our tables, and if there are others, they are not lost. A file
        without tables stays.
        """
        if not connection.introspection.table_names():
            return
        connection.close()
        aside = _aside()
        for ending in ("-wal", "-shm", ""):
            with suppress(FileNotFoundError):
                _path().with_name(_path().name + ending).replace(aside.with_name(aside.name + ending))

    def damage(self) -> str:
        """SQLite's integrity check, and rows that refer to missing rows."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            found = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            found += [f"{row[0]} row {row[1]} points at nothing" for row in cursor.fetchall()]
        return "; ".join(found)

    def size(self) -> int:
        """The size of the file and of SQLite's log."""
        parts = (_path(), _path().with_name(_path().name + "-wal"))
        return sum(part.stat().st_size for part in parts if part.exists())


@dataclass(frozen=True)
class Postgres:
    """A server of its own; copied and filled with its own tools."""

    kind: str = "PostgreSQL"
    file: str = "words.pgdump"

    def copy_to(self, path: Path) -> dict[str, int]:
        """pg_dump of exactly the snapshot counted here; only our tables, so that filling touches no others."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            there = set(connection.introspection.table_names(cursor))
            ours = [f"--table={table}" for table in sorted(there & our_tables())]
            _run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={path}", *ours)
            counts = {}
            for table in COUNTED:
                if table in there:
                    cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  # our own names
                    counts[table] = cursor.fetchone()[0]
        return counts

    def fill_from(self, path: Path, *, made_since: Collection[str] = ()) -> None:
        """Delete our tables first: `pg_restore --clean` would leave tables that the copy does not have, and would stop
        at an unknown constraint. Then load the whole copy in one transaction.
        """
        _refuse_without("pg_restore")
        _remove(our_tables() | set(made_since))
        connection.close()
        database = f"--dbname={settings.DATABASES['default']['NAME']}"
        _run("pg_restore", "--no-owner", "--single-transaction", database, str(path))
        forget_uptime()

    def remove_tables(self) -> None:
        """Delete all of them at once, so that references between them do not matter."""
        _remove(our_tables())

    def migrations_in(self, path: Path) -> set[str]:
        """Read from the dump with pg_restore, without contacting a server."""
        dumped = _run("pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(path))
        found = _COPIED_ROWS.search(dumped)
        if found is None:
            return set()
        columns = [column.strip('" ') for column in found["columns"].split(",")]
        rows = [dict(zip(columns, line.split("\t"), strict=True)) for line in found["rows"].splitlines()]
        return {f"{row['app']}.{row['name']}" for row in rows}

    def damage(self) -> str:
        """PostgreSQL checks its own pages; from here we can only check that it answers."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return ""

    def size(self) -> int:
        """The size as the server reports it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])


@contextmanager
def without_deadline() -> Iterator[None]:
    """For table changes, which may take minutes: no statement times out inside."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.without_deadline():  # type: ignore[attr-defined]  # held.lib.postgres, our own
        yield


def words_aside() -> Path | None:
    """The SQLite file that `remove_tables` moved aside; None if there is none."""
    return _aside() if connection.vendor == "sqlite" and _aside().exists() else None


def _aside() -> Path:
    return _path().with_name(_path().name + ".aside")


def _path() -> Path:
    """The file itself, even if a symlink leads to it: replacing the link would leave the words at its target."""
    return Path(connection.settings_dict["NAME"]).resolve()


def _remove(tables: Collection[str]) -> None:
    """Without CASCADE: if someone built other objects on our tables, they stay, and this fails with a message."""
    there = sorted(set(tables) & set(connection.introspection.table_names()))
    if there:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE {', '.join(map(connection.ops.quote_name, there))}")
        except DatabaseError as reason:
            raise CannotCopy(
                "The tables of this place cannot be removed from PostgreSQL: something else in that database depends "
                "on them, or this user may not. Please give held a database of its own."
            ) from reason


def _refuse_without(tool: str) -> str:
    found = shutil.which(tool)
    if found is None:
        raise CannotCopy(
            f"“{tool}” is not installed on this machine, and PostgreSQL cannot be copied without it. "
            "On Debian: apt install postgresql-client."
        )
    return found


def _run(tool: str, *arguments: str) -> str:
    """The output of one of PostgreSQL's tools. User name and password are passed in the environment, so that process
    lists do not show them.
    """
    access = environment(settings.DATABASES["default"]) | {"LC_ALL": "C"}
    command = [_refuse_without(tool), *arguments]
    ended = subprocess.run(  # noqa: S603  # a fixed tool, and our own names
        command, env=os.environ | access, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        if tool == "pg_dump" and os.strerror(errno.ENOSPC) in ended.stderr:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        newer = "server version mismatch" in ended.stderr
        raise CannotCopy(
            f"“{tool}” is older than the PostgreSQL server. Please install the client of the server’s own version."
            if newer
            else f"“{tool}” ended with {ended.returncode}, so nothing was copied. Its own messages "
            f"may help: run it by hand once."
        )
    return ended.stdout


_COPIED_ROWS = re.compile(
    r"^COPY \S*django_migrations \((?P<columns>[^)]*)\) FROM stdin;\n(?P<rows>.*?)^\\\.$", re.M | re.S
)
