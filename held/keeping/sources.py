"""The source of a restore: a backup, or the copies made here before upgrades."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from held.keeping.unfinished import BEFORE_UPGRADE
from held.lib.lock import InOtherHands, only_one


class CannotBeRead(Exception):
    """The source cannot be read now; the message gives the reason and a remedy."""


@dataclass(frozen=True)
class Source:
    """The three folders that contain the parts of a copy."""

    copies: Path
    keys: Path
    photographs: Path
    place: Path | None = None
    """The data folder, if the keys and photographs are the ones that installation itself uses."""


def source_of(folder: Path) -> Source:
    """The parts of the folder that the host named; a symlink to it gives the same parts."""
    folder = folder.resolve()
    if folder.name == BEFORE_UPGRADE and not (folder / "copies").is_dir():  # else a backup with this name
        place = folder.parent
        return Source(folder, place / "keys", place / "photographs", place)
    return Source(folder / "copies", folder / "keys", folder / "photographs")


def what_was_meant(folder: Path) -> str:
    """A sentence for a host who named a folder without copies: the command that was most likely meant."""
    above = folder.parent
    if (folder / "manifest.json").exists():
        named = above if above.name == BEFORE_UPGRADE else above.parent
        return f"{folder} is one copy. Please try: bin/held restore {named} --copy {folder.name}"
    if (folder / BEFORE_UPGRADE).is_dir():
        return f"{folder} is the folder of a place. Please try: bin/held restore {folder / BEFORE_UPGRADE}"
    if folder.name == "copies":
        return f"Please try: bin/held restore {above}"
    return f"There is no dated copy in {source_of(folder).copies}. Is this the backup folder?"


@contextmanager
def kept_still(source: Source) -> Iterator[None]:
    """Meanwhile nobody opens the place in this folder, and its keyring is a single file. Raises CannotBeRead.

    A backup requires no lock: each of its files is complete under its name.
    """
    if source.place is None or not source.place.is_dir() or source.place.samefile(settings.HELD_DATA):
        yield
        return
    try:
        with only_one(source.place / "in-hand"):
            _write_out(source.keys / "keyring.db")
            yield
    except InOtherHands:
        raise CannotBeRead(f"The place in {source.place} is open. Please stop it first.") from None


def _write_out(keyring: Path) -> None:
    """If held was killed, its newest keys are in SQLite's log next to the keyring."""
    if keyring.exists():
        try:
            with closing(sqlite3.connect(f"{keyring.absolute().as_uri()}?mode=rw", uri=True)) as keys:
                keys.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.DatabaseError as reason:
            raise CannotBeRead(f"{keyring} cannot be read. Nothing was changed.") from reason
