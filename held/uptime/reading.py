"""Read the uptime: what the row says, and the seconds since this process read it."""

import time

from held.uptime.models import Uptime

_read: dict[str, tuple[int, float]] = {}  # under one name: what the row said, and when on a clock that nobody can set


def uptime() -> int:
    """Seconds for which the place has been open in all; one statement, the first time a process asks.

    The time for which a machine sleeps does not count.
    """
    if "row" not in _read:
        row = Uptime.objects.filter(pk=1).first()
        _read["row"] = (row.seconds if row else 0, time.monotonic())
    seconds, since = _read["row"]
    return seconds + int(time.monotonic() - since)


def forget_uptime() -> None:
    """The row was replaced, or another database is asked from now on: it is read once more."""
    _read.clear()
