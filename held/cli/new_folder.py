"""Removes a folder that a refused restore created, so that a later `held serve` does not open an empty place in it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import connections

from held.keeping.unfinished import is_unfinished


@contextmanager
def leaves_no_trace(*, new: bool) -> Iterator[None]:
    """If this raises before the restore wrote anything, delete what the command created in a new folder.

    `new`: the folder had no data before the command began. Call it while nobody else can open the place.
    """
    try:
        yield
    except BaseException:
        if new and not is_unfinished() and not (settings.HELD_KEYS / "keyring.db").exists():
            _remove_what_was_made()
        raise


def _remove_what_was_made() -> None:
    """Delete these files by name, and the folders only if nothing else is in them."""
    connections.close_all()
    words = settings.HELD_WORDS
    for path in (words, words.with_name(words.name + "-wal"), words.with_name(words.name + "-shm")):
        path.unlink(missing_ok=True)
    (settings.HELD_KEYS / "secret").unlink(missing_ok=True)
    (settings.HELD_DATA / "in-hand").unlink(missing_ok=True)
    for folder in (settings.HELD_KEYS, settings.HELD_DATA):
        with suppress(OSError):
            folder.rmdir()
