"""The one keyring of this process: opened once, and again after its files were replaced."""

from functools import cache
from pathlib import Path

from django.conf import settings

from held.keyring.store import Keyring


def this_ring() -> Keyring:
    """This installation's keyring. Raises NoWrappingKey when it does not open."""
    return _opened(settings.HELD_KEYS)


def open_ring(folder: Path) -> Keyring:
    """The keyring in a folder, opened once for the whole process. Raises NoWrappingKey."""
    return _opened(folder)


def forget_ring() -> None:
    """Call before replacing the key files: the next use then opens the new ones."""
    _opened.cache_clear()


@cache
def _opened(folder: Path) -> Keyring:
    return Keyring(folder)
