"""Compares two recorded moments: no clock is read now, and each may have been wrong then."""

from datetime import UTC, datetime, timedelta

FIRST_WORDS = datetime(2026, 11, 1, tzinfo=UTC)
"""No installation is older: the program was started in this month. A clock that showed an earlier date was wrong."""


def came_within(
    span: timedelta, *, begun: datetime, begun_uptime: int | None, came: datetime, came_uptime: int
) -> bool:
    """Whether something came less than `span` after the beginning, by either clock. Call this only if True protects.

    `begun`, `came`: what the machine's clock showed; `begun_uptime`, `came_uptime`: the uptime then, in seconds.
    `begun_uptime` is None if nothing counted it yet; then only the clock decides, unless it showed a date before any
    installation existed: then the time is unknown, and the answer is True.
    """
    by_clock = came < begun + span
    by_uptime = begun_uptime is not None and came_uptime < begun_uptime + span.total_seconds()
    unknown = begun_uptime is None and begun < FIRST_WORDS
    return by_clock or by_uptime or unknown
