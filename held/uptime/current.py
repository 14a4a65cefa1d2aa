"""Reads the uptime: the stored value plus the seconds since this process read it."""

import time

from held.uptime.models import Uptime

A_CENTURY = 100 * 365 * 24 * 3600  # seconds; no uptime is longer, and no date overflows by this much
_read: dict[str, tuple[int, float]] = {}  # under one name: the stored value, and when it was read, on a monotonic clock


def uptime() -> int:
    """Seconds for which held has been open in all; one statement, only on the process's first call.

    The time for which a machine sleeps does not count.
    """
    if "row" not in _read:
        row = Uptime.objects.filter(pk=1).first()
        _read["row"] = (bounded(row.seconds if row else 0), time.monotonic())
    seconds, since = _read["row"]
    return seconds + int(time.monotonic() - since)


def bounded(seconds: int) -> int:
    """The seconds of a row, which may be damaged: never below zero, never above a century."""
    return min(max(seconds, 0), A_CENTURY)


def forget_uptime() -> None:
    """Call after the row or the database was replaced: the next call reads it again."""
    _read.clear()
