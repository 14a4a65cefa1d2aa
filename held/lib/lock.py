"""One process at a time: a lock that the system lets go of when its holder ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class InOtherHands(Exception):
    """Another process holds the lock."""


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock that this file stands for. Raises InOtherHands at once instead of waiting."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)  # a program that is started inherits it not; a fork does
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise InOtherHands(path) from None
    try:
        yield
    finally:
        os.close(handle)
