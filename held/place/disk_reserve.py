"""Disk space reserved for withdrawals: what a family wants closed is closed even on a full disk."""

import logging
import os
import shutil
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import OperationalError, connection

from held.lib.disk import sync_file
from held.lib.full_disk import is_for_want_of_room

log = logging.getLogger("held.place")

SIZE = 8 * 1024 * 1024  # bytes
STEP = 1024 * 1024  # freed at once: many times what one act writes; the rest stays for later acts
OPENING = STEP // 2  # bytes that opening the databases requires, and some more
ROOM = 2 * SIZE  # bytes that must be free before the reserve is created

P = ParamSpec("P")
R = TypeVar("R")


def lies_whole() -> bool:
    """Whether the full reserve exists."""
    return _size() >= SIZE


def finds_no_room() -> bool:
    """Whether part of it was freed and the disk has no space to spare: it is not restored automatically."""
    return not lies_whole() and shutil.disk_usage(settings.HELD_DATA).free < ROOM


def reserve() -> bool:
    """Create the reserve, if the disk has enough space; returns whether it exists. A missing reserve blocks nobody."""
    if lies_whole() or finds_no_room():
        return lies_whole()
    try:
        handle = os.open(_ballast(), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.posix_fallocate(handle, 0, SIZE)  # a sparse file would reserve no space
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError:
        return False
    return True


def make_room_to_open() -> bool:
    """Whether there is enough space to start, if necessary by freeing part of the reserve: people who said yes to
    something must be able to say no.
    """
    return shutil.disk_usage(settings.HELD_DATA).free >= OPENING or _give_some_up()


def with_disk_reserve(act: Callable[P, R]) -> Callable[P, R]:
    """Decorates an act that withdraws something. When the disk is full, the act uses the reserve.

    It must be outside the act's transaction, which is rolled back before each new try. Inside another transaction no
    new try is possible; then the exception goes to the caller.
    """

    @wraps(act)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        while True:
            try:
                return act(*args, **kwargs)
            except (OperationalError, OSError) as fault:
                if connection.in_atomic_block or not is_for_want_of_room(fault) or not _give_some_up():
                    raise
                log.warning("the disk is full: taking back uses the space reserved for it")

    return answer


def _give_some_up() -> bool:
    before = _size()
    if before == 0:
        return False
    try:
        os.truncate(_ballast(), max(0, before - STEP))
        sync_file(_ballast())  # a file system may release space only after it has recorded that it is free
    except OSError:
        _ballast().unlink(missing_ok=True)  # on some disks deleting requires less space than truncating
    return True


def _size() -> int:
    try:
        return _ballast().stat().st_size
    except FileNotFoundError:
        return 0


def _ballast() -> Path:
    return Path(settings.HELD_DATA) / "room-for-taking-back"
