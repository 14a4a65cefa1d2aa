"""An upgrade begins with a copy of the words, and a mark that names it. Cut off, it is put back from there.

Django commits the tables of a migration that has deferred SQL before it notes that migration. A process that ends in
between leaves tables that no later `migrate` can finish: they have to be as they were before.
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
    """Copy the words and mark the upgrade, both on the disk when this returns. Only then may the tables change.

    The mark is there before the copy has its name: every copy on the disk is named by a mark, even after a kill.
    Raises CannotCopy, OSError, sqlite3.Error or DatabaseError; then there is neither.
    """
    former = _failed_before()

    def list_photographs_and_mark(half: Path) -> None:
        """What has to be there before this copy counts."""
        names = blobs.names_in(settings.HELD_PHOTOGRAPHS)
        write_durably(half / copies.PHOTOGRAPHS, blobs.written_list(names))
        sync_folder(half.parent)
        tables = tuple(sorted(our_tables()))
        mark_upgrade(Upgrade(half.name.removesuffix(".part"), tables, database=identity()))

    try:
        made = copies.copy_words(
            _folder(), place=place, keys_noted=destroyed_keys_are_noted(), before_commit=list_photographs_and_mark
        )
    except BaseException:
        if upgrade_is_unfinished():
            unmark_upgrade()
        raise
    if former and former.exists():  # the copy of an upgrade that failed; the words are in the new one too
        copies.take_away(former)
    return made


def put_back() -> None:
    """The database becomes what the copy holds. The mark stays: cut off, this is done again.

    Raises NotACopy before anything is changed; raises CannotCopy or OSError. Another database than the one that was
    marked is filled only if it has none of our tables.
    """
    upgrade, copy, database = _marked(), copy_of_unfinished(), this_database()
    manifest = copies.read_manifest(copy)
    copies.check_words(copy, manifest, database)
    if holds_another_place(upgrade.database, our_tables().union(upgrade.tables)):
        raise CannotCopy(
            "HELD_DATABASE_URL names another database than the one whose upgrade was cut off, and that one has tables "
            "of held already. Nothing was changed in it. Please name the former database again, or an empty one."
        )
    if upgrade.database != identity():
        mark_upgrade(replace(upgrade, database=identity()))  # if this is cut off, it goes on in the same one
    database.fill_from(copy / manifest.words, made_since=upgrade.tables)


def note_put_back() -> None:
    """The upgrade failed and the database is as before: any version may go on with it, and the copy is kept."""
    mark_upgrade(replace(_marked(), put_back=True))


def end_upgrade() -> None:
    """Everything is changed and on the disk: the mark goes, and older copies than the newest three."""
    upgrade = marked_upgrade()
    unmark_upgrade()
    if upgrade:
        copies.keep_newest(_folder(), KEPT)


def copy_of_unfinished() -> Path:
    """The copy that the mark names, under its name. Raises NotACopy when there is none."""
    copy = _folder() / Path(_marked().copy).name
    half = copies.half_of(copy)
    if not copy.exists() and half.exists():  # it was whole when it was marked
        half.replace(copy)
        sync_folder(_folder())
    if not copy.is_dir():
        raise NotACopy(f"{copy} is missing.")
    return copy


def refuse_without_copy() -> None:
    """Raises NotACopy when the tables cannot be put back: the mark cannot be read, or its copy is missing or damaged.

    Changes nothing.
    """
    named = _folder() / Path(_marked().copy).name
    copy = named if named.exists() else copies.half_of(named)
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
