"""Compares the migrations applied to the tables with those this program knows.

A newer version may store a person's "no" in a column that this program never reads. So a program that does not know one
of the applied migrations must not open the tables.
"""

from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from held import VERSION
from held.keeping.unfinished import BEFORE_UPGRADE
from held.lib.disk import write_durably

# Migrations, as app.name, that were applied somewhere and whose files were deleted without a squash that replaces them.
RETIRED: frozenset[str] = frozenset()
REMEDY = "Please install that version or a newer one (docs/hosts/upgrading.md). Nothing was changed."


class NewerTables(Exception):
    """A newer version of held has changed the tables of this place, so this program must not open it."""

    def __init__(self, unknown: list[str]) -> None:
        """`unknown`: the applied migrations that this program does not know."""
        self.wrong = (
            f"This place was last opened by {newer_version(opened_by())}, and this is held {VERSION}. An older "
            "version could show what people have closed since, so it doesn’t open this place."
        )
        self.remedy = f"{REMEDY} {not_known(unknown)}"
        if (Path(settings.HELD_DATA) / BEFORE_UPGRADE).is_dir():
            self.remedy += f" To go back to this version instead, {way_back()}"
        super().__init__(f"{self.wrong} {self.remedy}")


@cache
def known() -> frozenset[str]:
    """Every migration of this program and its libraries, as app.name, including those that a squash replaces.

    Read once per process, and by `held serve` before it forks: if newer files are installed under a running program,
    the program is still the old one.
    """
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    own = loader.disk_migrations or {}
    replaced = [name for migration in own.values() for name in migration.replaces]
    return RETIRED.union(map(".".join, own), map(".".join, replaced))


def unknown(applied: Iterable[str]) -> list[str]:
    """Those of these migrations, as app.name, that this program does not know; sorted."""
    return sorted(set(applied) - known())


def refuse_newer_tables() -> None:
    """Raises NewerTables when the tables have a migration unknown here, or DatabaseError."""
    if found := unknown(map(".".join, MigrationRecorder(connection).applied_migrations())):
        raise NewerTables(found)


def note_opened() -> None:
    """Write this version's number into the data folder, so that an older version can say which one is needed."""
    with suppress(OSError):  # a full disk must not block the start; the message then names no number
        if opened_by() != VERSION:
            write_durably(_note(), VERSION.encode())


def newer_version(version: str) -> str:
    """How to name the version that is needed: by its number, if that is higher than our own."""
    return f"held {version}" if _number(version) > _number(VERSION) else "a newer version of held"


def not_known(migrations: list[str]) -> str:
    """A sentence for finding the cause: the first unknown migration, and how many more."""
    more = f" and {len(migrations) - 1} more" if len(migrations) > 1 else ""
    return f"Unknown migration: {migrations[0]}{more}."


def way_back() -> str:
    """How to go back to the state before an upgrade: the page, and the command for its last step."""
    data = settings.HELD_DATA
    return (
        f"see “If you want to go back later” in docs/hosts/upgrading.md. For this place: “mv {data} {data}-aside”, "
        f"install the previous version, then “bin/held restore {data}-aside/{BEFORE_UPGRADE}”. You’d lose what was "
        "written since."
    )


def are_older_tables() -> bool:
    """Whether the tables lack a migration of this program. Raises DatabaseError."""
    plan = MigrationExecutor(connection)
    return bool(plan.migration_plan(plan.loader.graph.leaf_nodes()))


def is_older_version(version: str) -> bool:
    """Whether this number is lower than our own."""
    return _number(version) < _number(VERSION)


def opened_by() -> str:
    """The version that last opened this installation and finished its upgrade; "" if none was recorded."""
    try:
        return _note().read_text("ascii", "replace").strip()
    except OSError:
        return ""


def _note() -> Path:
    return Path(settings.HELD_DATA) / "opened-by"


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())
