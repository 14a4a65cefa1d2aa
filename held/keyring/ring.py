"""The one keyring of this process: opened once, and anew after other files took the place of its own."""

from functools import cache
from pathlib import Path

from django.conf import settings

from held.keyring.store import Keyring


def this_ring() -> Keyring:
    """The keyring of this place. Raises NoWrappingKey when it does not open."""
    return _opened(settings.HELD_KEYS)


def open_ring(folder: Path) -> Keyring:
    """The keyring in a folder, opened once for the whole process. Raises NoWrappingKey."""
    return _opened(folder)


def forget_ring() -> None:
    """Before other files take the place of the keys: what is opened next is read from them anew."""
    _opened.cache_clear()


@cache
def _opened(folder: Path) -> Keyring:
    return Keyring(folder)
