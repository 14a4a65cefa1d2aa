"""Compare two moments that were both written down: no clock is asked now, and each may have been wrong then."""

from datetime import datetime, timedelta


def came_within(
    span: timedelta, *, begun: datetime, begun_uptime: int | None, came: datetime, came_uptime: int
) -> bool:
    """Whether something came less than `span` after the beginning, by either clock. Ask this only where yes protects.

    `begun`, `came`: what the machine's clock showed; `begun_uptime`, `came_uptime`: the uptime of the place then, in
    seconds. The uptime of the beginning is None when nothing counted it yet; then the clock decides alone.
    """
    by_clock = came < begun + span
    by_uptime = begun_uptime is not None and came_uptime < begun_uptime + span.total_seconds()
    return by_clock or by_uptime
