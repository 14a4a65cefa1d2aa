"""An upgrade first copies the words and writes a mark that names the copy. If interrupted, it is put back from there.

Django commits the tables of a migration with deferred SQL before it records that migration. A process that ends in
between leaves tables that no later `migrate` can finish: the former tables have to be put back.
"""

from dataclasses import replace
from pathlib import Path

from django.conf import settings

from held.keeping import blobs, copies
from held.keeping.copies import NotACopy
from held.keeping.databases import CannotCopy, this_database
from held.keeping.identity import holds_another_place, identity
from held.keeping.missing_keys import destroyed_keys_are_noted
from held.keeping.tables import our_tables
from held.keeping.unfinished import (
    BEFORE_UPGRADE,
    Upgrade,
    mark_upgrade,
    marked_upgrade,
    unmark_upgrade,
    upgrade_is_unfinished,
    upgrade_mark,
)
from held.lib.disk import sync_folder, write_durably

KEPT = 3  # copies in before-upgrade


def begin_upgrade(*, place: str) -> Path:
    """Copy the words and mark the upgrade; both are on disk when this returns. Only then may the tables change.

    The mark is written before the copy gets its name: so a mark names every copy on disk, even after a kill. Raises
    CannotCopy, OSError, sqlite3.Error or DatabaseError; then there is neither.
    """
    former = _failed_before()

    def list_photographs_and_mark(partial: Path) -> None:
        """Write what must exist before this copy counts."""
        names = blobs.names_in(settings.HELD_PHOTOGRAPHS)
        write_durably(partial / copies.PHOTOGRAPHS, blobs.written_list(names))
        sync_folder(partial.parent)
        tables = tuple(sorted(our_tables()))
        mark_upgrade(Upgrade(partial.name.removesuffix(".part"), tables, database=identity()))

    try:
        made = copies.copy_words(
            _folder(), place=place, keys_noted=destroyed_keys_are_noted(), before_commit=list_photographs_and_mark
        )
    except BaseException:
        if upgrade_is_unfinished():
            unmark_upgrade()
        raise
    if former and former.exists():  # the copy from a failed upgrade; the new one has its words too
        copies.delete_copy(former)
    return made


def put_back() -> None:
    """Put the copy's contents back into the database. The mark stays: if interrupted, this is repeated.

    Raises NotACopy before anything is changed; raises CannotCopy or OSError. A database other than the marked one is
    filled only if it has none of our tables.
    """
    upgrade, copy, database = _marked(), copy_of_unfinished(), this_database()
    manifest = copies.read_manifest(copy)
    copies.check_words(copy, manifest, database)
    if holds_another_place(upgrade.database, our_tables().union(upgrade.tables)):
        raise CannotCopy(
            "HELD_DATABASE_URL names another database than the one whose upgrade was interrupted, and it has "
            "tables of held already. Nothing was changed in it. Please name the former database again, or an empty one."
        )
    if upgrade.database != identity():
        mark_upgrade(replace(upgrade, database=identity()))  # if interrupted, the next try fills the same database
    database.fill_from(copy / manifest.words, made_since=upgrade.tables)


def note_put_back() -> None:
    """Record that the upgrade failed and the database is as before: any version may continue, and the copy is kept."""
    mark_upgrade(replace(_marked(), put_back=True))


def end_upgrade() -> None:
    """Everything is changed and on disk: delete the mark, and all copies but the newest three."""
    upgrade = marked_upgrade()
    unmark_upgrade()
    if upgrade:
        copies.keep_newest(_folder(), KEPT)


def copy_of_unfinished() -> Path:
    """The copy that the mark names, under its final name. Raises NotACopy when there is none."""
    copy = _folder() / Path(_marked().copy).name
    partial = copies.partial_of(copy)
    if not copy.exists() and partial.exists():  # it was complete when it was marked
        partial.replace(copy)
        sync_folder(_folder())
    if not copy.is_dir():
        raise NotACopy(f"{copy} is missing.")
    return copy


def refuse_without_copy() -> None:
    """Raises NotACopy when the tables cannot be put back: the mark is unreadable, or its copy is missing or damaged.

    Changes nothing.
    """
    named = _folder() / Path(_marked().copy).name
    copy = named if named.exists() else copies.partial_of(named)
    if not copy.is_dir():
        raise NotACopy(f"{named} is missing.")
    copies.check_words(copy, copies.read_manifest(copy), this_database())


def _folder() -> Path:
    return Path(settings.HELD_DATA) / BEFORE_UPGRADE


def _marked() -> Upgrade:
    try:
        upgrade = marked_upgrade()
    except ValueError as reason:
        raise NotACopy(f"{upgrade_mark()} cannot be read.") from reason
    if upgrade is None:
        raise NotACopy("No upgrade is marked here.")
    return upgrade


def _failed_before() -> Path | None:
    upgrade = marked_upgrade()
    return _folder() / Path(upgrade.copy).name if upgrade and upgrade.put_back else None
