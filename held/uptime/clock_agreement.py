"""Whether the machine's clock and the uptime agree; if they don't, a host says whether the date is right."""

from datetime import timedelta

from held.lib.clock import now
from held.uptime.current import bounded, uptime
from held.uptime.models import Uptime

MOST = timedelta(days=2)  # maximum difference between the two


def difference() -> timedelta:
    """How much further the clock moved than the uptime since a host last confirmed the date. Nights without power don't
    count: `held.uptime.heartbeat`.
    """
    row = Uptime.objects.filter(pk=1).first()
    if row is None:  # nothing was counted yet
        return timedelta(0)
    return (now() - row.agreed_at) - timedelta(seconds=uptime() - bounded(row.agreed_uptime))


def agrees() -> bool:
    """Whether the date can be trusted: if not, nothing is destroyed automatically."""
    return abs(difference()) <= MOST


def agree() -> None:
    """Record that a host confirmed the machine's date."""
    shown, seconds = now(), uptime()
    row, _made = Uptime.objects.get_or_create(pk=1)
    beat_at = shown - timedelta(seconds=seconds - bounded(row.seconds))
    Uptime.objects.filter(pk=1).update(agreed_at=shown, agreed_uptime=seconds, beat_at=beat_at)
