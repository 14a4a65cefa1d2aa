"""Write down from time to time for how long the place has been open."""

import time
from datetime import datetime, timedelta

from held.lib.clock import now
from held.uptime.models import Uptime
from held.uptime.reading import uptime

EVERY = 600.0  # seconds at least between two heartbeats: so much is not counted when the place falls
A_NIGHT = timedelta(days=1)  # at most so long is a place switched off without anybody being asked for the date
_last: dict[str, float] = {}


def beat() -> None:
    """Write the uptime down, if that was not done within ten minutes. It never falls: of two processes each counts
    from the same row, and the larger stays."""
    moment = time.monotonic()
    if "beat" in _last and moment - _last["beat"] < EVERY:
        return
    seconds, shown = uptime(), now()
    row, _made = Uptime.objects.get_or_create(pk=1)
    agreed_at = row.agreed_at + _off_for_a_night(row, seconds, shown)
    there = Uptime.objects.filter(pk=1, seconds__lt=seconds)
    there.update(seconds=seconds, beat_at=shown, agreed_at=agreed_at)
    _last["beat"] = moment


def _off_for_a_night(row: Uptime, seconds: int, shown: datetime) -> timedelta:
    """By how much the clock went further than the uptime since the last heartbeat; nothing if that was no night."""
    if row.beat_at is None:
        return timedelta(0)
    differs = (shown - row.beat_at) - timedelta(seconds=seconds - row.seconds)
    return differs if abs(differs) <= A_NIGHT else timedelta(0)
