"""Room on the disk that nothing but taking back may use: what a family wants closed is closed on a full disk too."""

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
STEP = 1024 * 1024  # given up at once: many times what one act writes, and the rest stays for those that follow
OPENING = STEP // 2  # bytes that the databases need so as to be opened at all, and some more
ROOM = 2 * SIZE  # bytes that must be free before some of them are laid aside

P = ParamSpec("P")
R = TypeVar("R")


def lies_whole() -> bool:
    """Whether all of the room that is kept for taking back is there."""
    return _size() >= SIZE


def finds_no_room() -> bool:
    """Whether some of it was given up, and the disk has none to spare: it is not laid aside again by itself."""
    return not lies_whole() and shutil.disk_usage(settings.HELD_DATA).free < ROOM


def reserve() -> bool:
    """Keep the room, if the disk has it to spare; whether it is kept. Nobody is kept waiting for want of it."""
    if lies_whole() or finds_no_room():
        return lies_whole()
    try:
        handle = os.open(_ballast(), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.posix_fallocate(handle, 0, SIZE)  # a file with nothing behind it would keep no room
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError:
        return False
    return True


def make_room_to_open() -> bool:
    """Whether there is room to open the place, if need be in what is kept for taking back: whoever said yes to
    something must find the place open to say no."""
    return shutil.disk_usage(settings.HELD_DATA).free >= OPENING or _give_some_up()


def with_disk_reserve(act: Callable[P, R]) -> Callable[P, R]:
    """The act takes something back. When the disk is full it is done in the room kept for it.

    Stands outside of the act's transaction, which has undone everything when we try anew. Inside of another one
    nothing can be tried anew; then the fault goes on to whoever began that.
    """

    @wraps(act)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        while True:
            try:
                return act(*args, **kwargs)
            except (OperationalError, OSError) as fault:
                if connection.in_atomic_block or not is_for_want_of_room(fault) or not _give_some_up():
                    raise
                log.warning("the disk is full: taking back uses the room kept for it")

    return answer


def _give_some_up() -> bool:
    before = _size()
    if before == 0:
        return False
    try:
        os.truncate(_ballast(), max(0, before - STEP))
        sync_file(_ballast())  # a file system may hand the room out only when it has written down that it is free
    except OSError:
        _ballast().unlink(missing_ok=True)  # there are disks on which even this needs less room than making shorter
    return True


def _size() -> int:
    try:
        return _ballast().stat().st_size
    except FileNotFoundError:
        return 0


def _ballast() -> Path:
    return Path(settings.HELD_DATA) / "room-for-taking-back"
