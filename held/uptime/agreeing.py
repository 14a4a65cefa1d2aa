"""Whether the machine's clock and the uptime agree; where they do not, a host says whether the date is right."""

from datetime import timedelta

from held.lib.clock import now
from held.uptime.current import bounded, uptime
from held.uptime.models import Uptime

MOST = timedelta(days=2)  # by which both may differ


def difference() -> timedelta:
    """By how much the clock went further than the uptime, since a host last said that the date is right. Nights without
    power are left out: `held.uptime.heartbeat`."""
    row = Uptime.objects.filter(pk=1).first()
    if row is None:  # nothing was counted yet
        return timedelta(0)
    return (now() - row.agreed_at) - timedelta(seconds=uptime() - bounded(row.agreed_uptime))


def agrees() -> bool:
    """Whether the date can be trusted: where it cannot, nothing is destroyed by itself."""
    return abs(difference()) <= MOST


def agree() -> None:
    """A host says that the date which the machine's clock shows is right."""
    shown, seconds = now(), uptime()
    row, _made = Uptime.objects.get_or_create(pk=1)
    beat_at = shown - timedelta(seconds=seconds - bounded(row.seconds))
    Uptime.objects.filter(pk=1).update(agreed_at=shown, agreed_uptime=seconds, beat_at=beat_at)
