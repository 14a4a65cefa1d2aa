"""If a wait and an end are about one thing, the end does not come before the wait is over.

What protects waits for the later of both clocks, what gives access ends at the earlier. On an installation that is open
for an hour a day the clock is far ahead of the uptime, so that an end could come while the wait goes on.
"""

from datetime import timedelta

import pytest

from held import access
from held.access import Viewer
from held.accounts.models import RECOVERY_OPENS_FOR, RECOVERY_WAITS, Link
from held.accounts.one_time_links import GOOD_FOR, make_link
from held.families.models import Member
from held.families.recovery import ask_for_new_link
from held.uptime.moments import this_moment
from tests.cast import Cast
from tests.clock import Clocks
from tests.uptime.table import every_end

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Each wait of the clock's table is in one of these three. First: after it something opens that also ends.
OPENS_AFTERWARDS = {"the day of a recovery"}
# The wait removes a row, and the end of what the row is for has to come before.
TAKES_AWAY_AFTER = {
    "a link is put away": "a link",
    "a sign-in is put away": "a sign-in",
    "the row of looking": "looking by a link",
}
# Nobody has to use something that ends, each with its reason.
NOTHING_ENDS = {
    "a plain wait": "an example",
    "days of grace of a removed photograph": "it can be kept after all until it is destroyed",
    "a file that was never finished": "nobody comes back to it",
    "a kept file that no row names": "nobody comes back to it",
    "a file that was set aside": "nobody comes back to it",
    "copies make room": "nobody has to do anything",
    "a yes until it is asked for once more": "nobody has to do anything",
    "a yes that is asked for once more": "a link to a question never ends",
}


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


@pytest.fixture
def link(cast: Cast, clocks: Clocks) -> Link:
    """Of a recovery that Ana asked for."""
    return ask_for_new_link(Member.objects.get(account=cast.ben), by=cast.ana)[0].link


def test_every_wait_is_listed_in_this_check() -> None:
    waits = {end.name for end in every_end() if end.kind == "wait"}
    assert waits == OPENS_AFTERWARDS | TAKES_AWAY_AFTER.keys() | NOTHING_ENDS.keys()


@pytest.mark.parametrize(("wait", "end"), TAKES_AWAY_AFTER.items())
def test_a_row_is_taken_away_after_its_end(wait: str, end: str) -> None:
    lasts = {one.name: one.lasts for one in every_end()}
    assert lasts[wait] >= lasts[end]


@pytest.mark.parametrize("hours_a_day", [0.5, 1, 1.5, 3, 8, 24])
def test_a_recovery_opens_for_days_in_any_place(link: Link, clocks: Clocks, hours_a_day: float) -> None:
    waited = opened = days = 0.0
    while not link.has_ended():
        waited, opened = waited + hours_a_day * (not link.has_begun()), opened + hours_a_day * link.can_be_used()
        days += link.can_be_used()
        clocks.pass_by(hours_a_day * HOUR)
        clocks.leap((24 - hours_a_day) * HOUR)
    assert waited * HOUR >= RECOVERY_WAITS
    assert opened * HOUR >= RECOVERY_OPENS_FOR
    assert days >= 11


def test_after_weeks_switched_off_a_recovery_waits_and_opens(link: Link, clocks: Clocks) -> None:
    clocks.leap(60 * DAY)
    assert not link.can_be_used()
    clocks.pass_by(RECOVERY_WAITS)
    assert link.can_be_used()
    clocks.pass_by(RECOVERY_OPENS_FOR - HOUR)
    assert link.can_be_used()
    clocks.pass_by(HOUR)
    assert link.has_ended()


@pytest.mark.parametrize("off", [timedelta(0), 10 * DAY, 60 * DAY, -3650 * DAY])
def test_a_recovery_is_told_until_the_date_shown(cast: Cast, link: Link, clocks: Clocks, off: timedelta) -> None:
    clocks.leap(off)
    while not link.has_ended():
        assert access.recoveries_to_see(Viewer(cast.ana)).exists()
        shown = link.closes_at()
        clocks.pass_by(min(shown - this_moment().at + MINUTE, DAY))
    assert abs(shown - this_moment().at) < 2 * MINUTE
    assert not access.recoveries_to_see(Viewer(cast.ana)).exists()


def test_a_link_that_waits_for_nothing_ends_by_the_clock(cast: Cast, clocks: Clocks) -> None:
    link = make_link(cast.ben, purpose=Link.Purpose.INVITATION, by=cast.ana)[0]
    clocks.leap(GOOD_FOR)
    assert link.has_ended()
