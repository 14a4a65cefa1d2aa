"""Compare two moments that were both written down: no clock is asked now, and each may have been wrong then."""

from datetime import UTC, datetime, timedelta

FIRST_WORDS = datetime(2026, 11, 1, tzinfo=UTC)
"""No place is older: the program was begun in this month. A clock that showed less was wrong."""


def came_within(
    span: timedelta, *, begun: datetime, begun_uptime: int | None, came: datetime, came_uptime: int
) -> bool:
    """Whether something came less than `span` after the beginning, by either clock. Ask this only where yes protects.

    `begun`, `came`: what the machine's clock showed; `begun_uptime`, `came_uptime`: the uptime of the place then, in
    seconds. The uptime of the beginning is None when nothing counted it yet; then the clock decides alone, unless it
    was before any place was begun: then nobody knows when it was, and the answer is yes.
    """
    by_clock = came < begun + span
    by_uptime = begun_uptime is not None and came_uptime < begun_uptime + span.total_seconds()
    unknown = begun_uptime is None and begun < FIRST_WORDS
    return by_clock or by_uptime or unknown
