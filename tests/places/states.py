"""The state of a place on the disk and in its database: stored, restored, and read as text to compare."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg

from tests.postgres import TOOLS

UNTOLD = {"django_migrations": "applied"}  # a column with the current time
OF_DJANGO = {
    "auth_permission",
    "django_content_type",
    "sqlite_sequence",
}  # filled after the last migration; held does not use them
SCHEMA = """
SELECT 'column', table_name, column_name, data_type || is_nullable || coalesce(column_default, '')
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""


class State:
    """A place with SQLite. `keep` stores its current state, `lay_down` restores that."""

    address = ""

    def __init__(self, data: Path) -> None:
        self.data, self.kept = data, data.with_name("kept")

    @staticmethod
    def of(data: Path, server: str) -> "State":
        """The state of the place in this folder, with its rows in a new database of this server, if one is given."""
        return PostgresState(data, server) if server else State(data)

    def keep(self) -> None:
        """Store the current state."""
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.data, self.kept)

    def lay_down(self) -> None:
        """Restore the stored state, and remove all else."""
        shutil.rmtree(self.data)
        shutil.copytree(self.kept, self.data, copy_function=_copy_or_link)

    def read(self) -> str:
        """All of it as JSON: tables, rows, the copies in before-upgrade and their content, and the marks."""
        told = {"words": self.words(), "copies": [], "marks": sorted(p.name for p in self.data.glob("*-unfinished"))}
        for copy in sorted(self.data.glob("before-upgrade/*")):
            told["copies"].append({"half": copy.suffix == ".part", "words": self.words_of(copy)})
        return json.dumps(told, sort_keys=True)

    def words(self) -> list[str]:
        """Each table, index and row of the database."""
        return _sqlite_rows(self.data / "held.db")

    def words_of(self, copy: Path) -> list[str]:
        """The same for a copy."""
        return _sqlite_rows(copy / "words.sqlite")


class PostgresState(State):
    """A place with PostgreSQL, in a database called `place`."""

    def __init__(self, data: Path, server: str) -> None:
        super().__init__(data)
        self.server, self.address = server, server.replace("/postgres?", "/place?")
        self._order("DROP DATABASE IF EXISTS kept WITH (FORCE)", "DROP DATABASE IF EXISTS place WITH (FORCE)")
        self._order("CREATE DATABASE place")

    def keep(self) -> None:
        """Store the current state."""
        super().keep()
        self._order("DROP DATABASE IF EXISTS kept WITH (FORCE)", "CREATE DATABASE kept TEMPLATE place")

    def lay_down(self) -> None:
        """Restore the stored state, and remove all else."""
        super().lay_down()
        with psycopg.connect(self.server) as server:
            [oid] = server.execute("SELECT oid FROM pg_database WHERE datname = 'place'").fetchone()
        again = f"CREATE DATABASE place TEMPLATE kept OID {oid}"  # the mark of an upgrade names it
        self._order("DROP DATABASE place WITH (FORCE)", again)

    def words(self) -> list[str]:
        """Each column, index, constraint and row of the database."""
        with psycopg.connect(self.address) as there:
            told = [repr(row) for row in there.execute(SCHEMA)]
            tables = [row[0] for row in there.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
            for table in set(tables) - OF_DJANGO:
                untold = UNTOLD.get(table, "")
                rows = there.execute(f"SELECT to_jsonb(t) - %s FROM {table} t", [untold])
                told += [f"{table}: {json.dumps(row[0], sort_keys=True)}" for row in rows]
        return sorted(told)

    def words_of(self, copy: Path) -> list[str]:
        """Each line of the script that the copy restores; which tool wrote it, and when, is left out."""
        if not (copy / "words.pgdump").exists():
            return []
        script = [str(TOOLS / "pg_restore"), "--file=-", str(copy / "words.pgdump")]
        ran = subprocess.run(script, capture_output=True, text=True, check=False)
        lines = [line for line in ran.stdout.splitlines() if not line.startswith(("--", "\\restrict", "\\unrestrict"))]
        return [hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()]

    def _order(self, *orders: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as server:
            for order in orders:
                server.execute(order)


def difference(wanted: str, found: str) -> str:
    """The difference, in a few words."""
    one, other = json.loads(wanted), json.loads(found)
    marks = f", marks {other['marks']}" if other["marks"] != one["marks"] else ""
    copies = f", copies {len(other['copies'])} and not {len(one['copies'])}" if other["copies"] != one["copies"] else ""
    missing = [line for line in one["words"] if line not in other["words"]]
    added = [line for line in other["words"] if line not in one["words"]]
    return f"{len(missing)} rows missing, {len(added)} others{marks}{copies}: {(missing + added)[:2]}"


def _sqlite_rows(path: Path) -> list[str]:
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as words:
        told = [repr(row) for row in words.execute("SELECT type, name, sql FROM sqlite_master")]
        for (table,) in words.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table in OF_DJANGO:
                continue
            names = [row[1] for row in words.execute(f"PRAGMA table_info({table})") if row[1] != UNTOLD.get(table)]
            told += [
                f"{table}: {row!r}" for row in words.execute(f"SELECT {', '.join(map(_quoted, names))} FROM {table}")
            ]
    return sorted(told)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _copy_or_link(source: str, target: str) -> str:
    """A sealed photograph is never changed, so a hard link is enough."""
    if "/photographs/" in source:
        os.link(source, target)
        return target
    return shutil.copy2(source, target)
