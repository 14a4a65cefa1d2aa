"""The message for a full disk: which disk, how much to free, and that nothing is lost."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from held.cli.messages import CannotGoOn
from held.keeping import blobs
from held.keeping.databases import this_database
from held.keeping.sources import source_of
from held.lib.full_disk import is_for_want_of_room, is_full_disk, is_full_server
from held.place import disk_reserve

_MB = 1024 * 1024
_STEP = 10 * _MB  # the amount to free is rounded up to a multiple of this
UPGRADE = 3  # times the size of the words: a copy, the changed tables next to the old ones, and SQLite's log of both


def full_disk_message(fault: BaseException, folder: Path, needed: Callable[[], int]) -> str:
    """The message if this exception means that a disk is full, else "". `folder`: where data was written. `needed`: the
    bytes the whole work requires there; called only if the disk is full.
    """
    if is_full_server(fault):
        return "The disk of the database server is full. Nothing is lost. Please free some room there and start again"
    if not is_full_disk(fault) and not (is_for_want_of_room(fault) and _free(folder) < disk_reserve.OPENING):
        return ""
    return full_disk(folder, needed())


def full_disk(folder: Path, needed: int) -> str:
    """Which disk is full, and how much to free for `needed` bytes; without a full stop."""
    missing = max(needed + disk_reserve.ROOM - _free(folder), 1)
    megabytes = -(-missing // _STEP) * _STEP // _MB
    return f"The disk of {folder} is full. Nothing is lost. Please free about {megabytes} MB and start again"


@contextmanager
def explain_full_disk(folder: Path, needed: Callable[[], int]) -> Iterator[None]:
    """Raises CannotGoOn with that message instead of an exception that means a full disk."""
    try:
        yield
    except (OSError, sqlite3.Error, DatabaseError) as fault:
        if message := full_disk_message(fault, folder, needed):
            raise CannotGoOn(f"{message}.") from fault
        raise


def size_of_words() -> int:
    """The size of the words in bytes; 0 when the database does not say."""
    with suppress(DatabaseError, OSError):
        return this_database().size()
    return 0


def size_of_restore(folder: Path, copy: Path) -> int:
    """Bytes still required to restore this copy: its words twice, because an older copy is upgraded."""
    words = sum(path.stat().st_size for path in copy.iterdir())
    return 2 * words + size_of_photographs(source_of(folder).photographs, settings.HELD_PHOTOGRAPHS)


def size_of_photographs(source: Path, target: Path) -> int:
    """Bytes of photographs that are in `source` and not in `target`."""
    there = set(blobs.names_in(target))
    missing = (source / name[:2] / name for name in blobs.names_in(source) if name not in there)
    return sum(path.stat().st_size for path in missing if path.exists())


def size_of_backup(folder: Path) -> int:
    """Bytes still required for a backup in this folder, without the keys, which are small."""
    return size_of_words() + size_of_photographs(settings.HELD_PHOTOGRAPHS, folder / "photographs")


def _free(folder: Path) -> int:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(there).free
