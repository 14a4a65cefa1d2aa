"""The date that a page shows for a wait is the later of both clocks, and for an end the earlier."""

from datetime import timedelta

import pytest

from held.uptime.moments import expected_end, expected_over, has_ended, this_moment, wait_is_over
from tests.clock import Clocks

pytestmark = pytest.mark.django_db
DAY, MONTH, YEARS = timedelta(days=1), timedelta(days=30), timedelta(days=3650)
MOMENTS = timedelta(minutes=1)  # more than this test takes
LEAPS = [-YEARS, -MONTH, timedelta(0), 10 * DAY, YEARS]


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def test_while_the_clock_is_right_both_are_the_plain_date(clocks: Clocks) -> None:
    begun = this_moment()
    clocks.pass_by(10 * DAY)
    for shown in (expected_over(begun, MONTH), expected_end(begun.after(MONTH))):
        assert shown == begun.at + MONTH


def test_days_switched_off_make_a_wait_longer_and_no_end_later(clocks: Clocks) -> None:
    begun = this_moment()
    clocks.leap(10 * DAY)
    assert abs(expected_over(begun, MONTH) - (begun.at + MONTH + 10 * DAY)) < MOMENTS
    assert abs(expected_end(begun.after(MONTH)) - (begun.at + MONTH)) < MOMENTS


@pytest.mark.parametrize("leap", [leap for leap in LEAPS if leap != -MONTH])  # then the clock reaches the stamp late
def test_a_wait_is_over_on_the_date_that_was_shown(clocks: Clocks, leap: timedelta) -> None:
    begun = this_moment()
    clocks.leap(leap)
    clocks.pass_by(expected_over(begun, MONTH) - this_moment().at - DAY)
    assert not wait_is_over(begun, MONTH)
    clocks.pass_by(DAY + MOMENTS)
    assert wait_is_over(begun, MONTH)


@pytest.mark.parametrize("leap", LEAPS)
def test_an_end_comes_on_the_date_that_was_shown(clocks: Clocks, leap: timedelta) -> None:
    end = this_moment().after(MONTH)
    clocks.leap(leap)
    left = expected_end(end) - this_moment().at
    if left > DAY:
        clocks.pass_by(left - DAY)
        assert not has_ended(end)
        clocks.pass_by(DAY + MOMENTS)
    assert has_ended(end)
