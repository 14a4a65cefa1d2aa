"""What protects waits for the later of both clocks; what gives access ends at the earlier."""

from datetime import timedelta

import pytest

from held.uptime.models import Uptime
from held.uptime.moments import has_ended, has_ended_for_good, not_ended, over, this_moment, wait_is_over
from tests.clock import Clocks

pytestmark = pytest.mark.django_db
DAY, MONTH, YEARS = timedelta(days=1), timedelta(days=30), timedelta(days=3650)
LEAPS = [-YEARS, -MONTH, timedelta(hours=-3), timedelta(0), timedelta(hours=3), 2 * MONTH, YEARS]


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


@pytest.mark.parametrize("leap", LEAPS)
def test_no_leap_of_the_clock_ends_a_wait(clocks: Clocks, leap: timedelta) -> None:
    begun = this_moment()
    clocks.leap(leap)
    clocks.pass_by(MONTH - DAY)
    assert not wait_is_over(begun, MONTH)


@pytest.mark.parametrize("leap", [leap for leap in LEAPS if leap >= timedelta(0) or leap < -MONTH])
def test_a_leap_makes_no_wait_longer_than_itself(clocks: Clocks, leap: timedelta) -> None:
    begun = this_moment()
    clocks.leap(leap)
    clocks.pass_by(MONTH)
    assert wait_is_over(begun, MONTH)


def test_a_wait_begun_while_the_clock_was_behind_lasts(clocks: Clocks) -> None:
    clocks.leap(timedelta(days=-40))
    begun = this_moment()
    clocks.leap(timedelta(days=40))
    assert not wait_is_over(begun, MONTH)
    clocks.pass_by(MONTH)
    assert wait_is_over(begun, MONTH)


def test_time_while_switched_off_ends_no_wait(clocks: Clocks) -> None:
    begun = this_moment()
    clocks.leap(2 * MONTH)
    assert not wait_is_over(begun, MONTH)


@pytest.mark.parametrize("leap", LEAPS)
def test_an_end_comes_after_a_leap_back_all_the_same(clocks: Clocks, leap: timedelta) -> None:
    end = this_moment().after(MONTH)
    assert not has_ended(end)
    clocks.leap(leap)
    clocks.pass_by(MONTH)
    assert has_ended(end)


def test_an_end_comes_by_the_clock_while_switched_off(clocks: Clocks) -> None:
    end = this_moment().after(MONTH)
    clocks.leap(MONTH)
    assert has_ended(end)


def test_an_expiry_by_the_clock_alone_is_not_final(clocks: Clocks) -> None:
    end = this_moment().after(MONTH)
    clocks.leap(YEARS)
    assert has_ended(end)
    assert not has_ended_for_good(end)
    clocks.leap(-2 * YEARS)
    clocks.stay_open(MONTH)
    assert has_ended_for_good(end)


@pytest.mark.parametrize("leap", LEAPS)
@pytest.mark.parametrize("open_for", [timedelta(0), MONTH - DAY, MONTH, 2 * MONTH])
def test_rows_are_chosen_as_the_rule_says(clocks: Clocks, leap: timedelta, open_for: timedelta) -> None:
    begun = this_moment()
    end = begun.after(MONTH)
    Uptime.objects.create(pk=1, agreed_at=begun.at, agreed_uptime=begun.uptime)
    clocks.leap(leap)
    clocks.stay_open(open_for)
    chosen = Uptime.objects.filter(over(MONTH, at="agreed_at", uptime="agreed_uptime"))
    assert chosen.exists() == wait_is_over(begun, MONTH)
    Uptime.objects.update(agreed_at=end.at, agreed_uptime=end.uptime)
    lasting = Uptime.objects.filter(not_ended(at="agreed_at", uptime="agreed_uptime"))
    assert lasting.exists() != has_ended(end)
