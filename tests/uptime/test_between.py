"""Two stored moments: what came early by either clock came early."""

from datetime import UTC, datetime, timedelta

import pytest

from held.uptime.between import came_within

WEEK, YEARS = timedelta(days=7), timedelta(days=365 * 56)
BEGUN = datetime(2026, 12, 3, tzinfo=UTC)
SECONDS = int(WEEK.total_seconds())


@pytest.mark.parametrize(
    ("by_clock", "counted", "early"),
    [
        (WEEK - timedelta(seconds=1), SECONDS, True),
        (WEEK, SECONDS - 1, True),
        (WEEK, SECONDS, False),
        (YEARS, SECONDS - 1, True),  # the beginning was stamped in 1970
        (-YEARS, SECONDS, True),  # the beginning was stamped in the future
    ],
)
def test_early_by_either_clock_is_early(by_clock: timedelta, counted: int, early: bool) -> None:
    told = {"begun": BEGUN, "begun_uptime": 1000, "came": BEGUN + by_clock, "came_uptime": 1000 + counted}
    assert came_within(WEEK, **told) == early


@pytest.mark.parametrize(("by_clock", "early"), [(WEEK - timedelta(seconds=1), True), (WEEK, False), (YEARS, False)])
def test_without_an_uptime_the_clock_decides(by_clock: timedelta, early: bool) -> None:
    told = {"begun": BEGUN, "begun_uptime": None, "came": BEGUN + by_clock, "came_uptime": 0}
    assert came_within(WEEK, **told) == early


def test_a_family_of_1970_without_an_uptime_is_asked_again() -> None:
    """Its clock was wrong when it began, and nothing else says when that was."""
    begun, came = datetime(1970, 1, 1, tzinfo=UTC), datetime(2026, 12, 3, tzinfo=UTC)
    assert came_within(WEEK, begun=begun, begun_uptime=None, came=came, came_uptime=SECONDS)
    assert not came_within(WEEK, begun=begun, begun_uptime=0, came=came, came_uptime=SECONDS)
