"""What was done recently does not have to be done again; what was done in the future does not count as recent."""

from datetime import timedelta

import pytest

from held.uptime.lately import age, is_to_come, lately
from held.uptime.moments import Moment, this_moment
from tests.clock import Clocks

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


@pytest.mark.parametrize("leap", [-3650 * DAY, -3 * HOUR, 21 * HOUR, 3650 * DAY])
def test_after_a_leap_it_was_not_done_lately(clocks: Clocks, leap: timedelta) -> None:
    done = this_moment()
    assert lately(done, 20 * HOUR)
    clocks.leap(leap)
    assert not lately(done, 20 * HOUR)


def test_it_was_long_ago_by_either_clock(clocks: Clocks) -> None:
    done = this_moment()
    clocks.pass_by(19 * HOUR)
    assert lately(done, 20 * HOUR)
    clocks.stay_open(HOUR)
    assert not lately(done, 20 * HOUR)


def test_a_clock_corrected_by_a_minute_makes_no_future_date(clocks: Clocks) -> None:
    done = this_moment()
    clocks.leap(timedelta(minutes=-1))
    assert not is_to_come(done.at)
    assert lately(done, HOUR)
    clocks.leap(-HOUR)
    assert is_to_come(done.at)


def test_it_is_as_old_as_the_later_clock_says(clocks: Clocks) -> None:
    done = this_moment()
    clocks.leap(3 * HOUR)
    assert age(done) // HOUR == 3
    clocks.stay_open(5 * HOUR)
    assert age(done) // HOUR == 5
    clocks.leap(-3650 * DAY)
    assert age(done) // HOUR == 5


def test_a_copy_by_a_command_is_not_older_than_it_is(clocks: Clocks) -> None:
    here = this_moment()
    clocks.pass_by(timedelta(minutes=1))
    noted_by_command = Moment(here.at, here.uptime - 590)  # as of the last heartbeat
    assert timedelta(minutes=1) <= age(noted_by_command) < timedelta(minutes=2)
    assert age(Moment(here.at, here.uptime - 700)) > timedelta(minutes=12)
