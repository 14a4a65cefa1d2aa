"""A lock for one process at a time; the system releases it when its holder ends in any way."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class InOtherHands(Exception):
    """Another process holds the lock."""


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold this file's lock. Raises InOtherHands at once instead of waiting."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)  # a started program does not inherit it; a fork does
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise InOtherHands(path) from None
    try:
        yield
    finally:
        os.close(handle)
