"""Write down from time to time for how long the place has been open."""

import time

from held.uptime.models import Uptime
from held.uptime.reading import uptime

EVERY = 600.0  # seconds at least between two heartbeats: so much is not counted when the place falls
_last: dict[str, float] = {}


def beat() -> None:
    """Write the uptime down, if that was not done within ten minutes. It never falls: of two processes each counts
    from the same row, and the larger stays."""
    moment = time.monotonic()
    if "beat" in _last and moment - _last["beat"] < EVERY:
        return
    seconds = uptime()
    Uptime.objects.get_or_create(pk=1)
    Uptime.objects.filter(pk=1, seconds__lt=seconds).update(seconds=seconds)
    _last["beat"] = moment
