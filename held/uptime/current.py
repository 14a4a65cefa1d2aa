"""Read the uptime: what the row says, and the seconds since this process read it."""

import time

from held.uptime.models import Uptime

A_CENTURY = 100 * 365 * 24 * 3600  # seconds; no place has been open for longer, and no date overflows by so much
_read: dict[str, tuple[int, float]] = {}  # under one name: what the row said, and when on a clock that nobody can set


def uptime() -> int:
    """Seconds for which the place has been open in all; one statement, the first time a process asks.

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
    """The row was replaced, or another database is asked from now on: it is read once more."""
    _read.clear()
