"""If the clock and the uptime differ by more than two days, the date is not trusted until a host confirms it.

A night without power does not count as a difference.
"""

from datetime import timedelta

import pytest

from held.uptime import heartbeat
from held.uptime.clock_agreement import agree, agrees, difference
from held.uptime.current import forget_uptime
from held.uptime.heartbeat import beat
from tests.clock import Clocks

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_place_that_is_only_open_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks(monkeypatch)
    agree()
    clocks.pass_by(400 * DAY)
    assert agrees()


@pytest.mark.parametrize("days", [-3650, -3, 3, 3650])
def test_a_leap_of_more_than_two_days_is_seen_and_confirmed(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    clocks = Clocks(monkeypatch)
    agree()
    clocks.leap(days * DAY)
    assert not agrees()
    assert round(difference() / DAY) == days
    agree()
    assert agrees()


def test_before_the_first_heartbeat_nothing_differs() -> None:
    assert agrees()


def _start_again() -> None:
    """The process ends, and another reads what was stored."""
    heartbeat.forget_session()
    forget_uptime()
    beat()


def test_a_place_that_is_switched_off_every_night_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks(monkeypatch)
    for _day in range(30):
        _start_again()
        clocks.pass_by(14 * HOUR)
        beat(last=True)
        clocks.leap(10 * HOUR)
        assert agrees()


def test_a_leap_stays_in_doubt_however_often_the_place_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks(monkeypatch)
    _start_again()
    clocks.leap(3 * DAY)
    for _start in range(3):
        _start_again()
        clocks.pass_by(HOUR)
        assert not agrees()
    clocks.leap(-3 * DAY)
    _start_again()
    assert agrees()


def test_many_short_leaps_in_one_direction_are_a_long_one(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks(monkeypatch)
    _start_again()
    for _leap in range(3):
        clocks.leap(2 * DAY)
        _start_again()
    assert round(difference() / DAY) == 6


def test_a_clock_that_leaps_again_and_again_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks(monkeypatch)
    _start_again()
    monkeypatch.setattr(heartbeat, "EVERY", 0.0)
    for _leap in range(10):
        clocks.leap(DAY)
        clocks.stay_open(HOUR / 6)
        beat()
    assert not agrees()


@pytest.mark.parametrize("wrong_by", [-3650 * DAY, -10 * HOUR])
def test_a_date_that_is_wrong_after_each_start_is_no_doubt(
    monkeypatch: pytest.MonkeyPatch, wrong_by: timedelta
) -> None:
    clocks = Clocks(monkeypatch)
    monkeypatch.setattr(heartbeat, "EVERY", 0.0)
    _start_again()
    for _day in range(30):
        clocks.leap(10 * HOUR + wrong_by)
        _start_again()
        clocks.pass_by(HOUR / 3)
        beat()
        clocks.leap(-wrong_by)
        beat()
        assert agrees()
        clocks.pass_by(13 * HOUR)
        beat(last=True)


def test_a_sleep_of_the_machine_is_no_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks, slept = Clocks(monkeypatch), [timedelta(0)]
    monkeypatch.setattr(heartbeat, "slept_so_far", lambda: slept[0])
    monkeypatch.setattr(heartbeat, "EVERY", 0.0)
    monkeypatch.setattr(heartbeat, "SETTLES", 0.0)
    _start_again()
    for _night in range(30):
        slept[0] += 10 * HOUR
        clocks.leap(10 * HOUR)
        clocks.pass_by(14 * HOUR)
        beat()
        assert agrees()
