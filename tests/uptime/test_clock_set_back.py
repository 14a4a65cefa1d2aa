"""A clock that was set back is noticed once; passing time, and small corrections, are not."""

from datetime import timedelta

import pytest

from held.uptime.clock_set_back import clock_went_back
from tests.clock import Clocks

HOUR = timedelta(hours=1)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    clocks = Clocks(monkeypatch)
    clock_went_back()
    return clocks


def test_a_clock_that_was_set_back_is_told_once(clocks: Clocks) -> None:
    clocks.leap(-HOUR)
    assert clock_went_back()
    assert not clock_went_back()


def test_a_clock_that_was_ahead_and_came_back_is_told(clocks: Clocks) -> None:
    clocks.leap(HOUR)
    assert not clock_went_back()
    clocks.leap(-HOUR)
    assert clock_went_back()


def test_a_small_correction_is_not_told(clocks: Clocks) -> None:
    clocks.leap(timedelta(seconds=-30))
    assert not clock_went_back()
