"""Where the clock and the uptime differ by more than two days, the date is not trusted until a host confirms it."""

from datetime import timedelta

import pytest

from held.uptime.agreeing import agree, agrees, difference
from tests.clock import Clocks

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


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
