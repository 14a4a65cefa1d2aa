"""A minute in which the machine's clock is years ahead deletes nothing permanently."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from held.accounts.models import Link
from held.accounts.one_time_links import GOOD_FOR, find_link, make_link
from held.chores.sweeping import sweep_links, sweep_sign_ins
from tests.cast import Cast
from tests.clock import Clocks

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def test_a_minute_with_the_clock_ahead_puts_no_sign_in_away(cast: Cast, signed_in, clocks: Clocks) -> None:
    browser: Client = signed_in(cast.ana)
    clocks.leap(YEAR)
    sweep_sign_ins()
    clocks.leap(-YEAR)
    assert browser.get("/family/").status_code == 200


@pytest.mark.parametrize("leap", [timedelta(0), -YEAR, YEAR])
def test_a_sign_in_goes_once_it_has_ended_for_certain(cast: Cast, signed_in, clocks: Clocks, leap: timedelta) -> None:
    signed_in(cast.ana)
    clocks.leap(leap)
    clocks.pass_by(30 * DAY - HOUR)
    sweep_sign_ins()
    assert Session.objects.exists()
    clocks.pass_by(2 * HOUR)
    sweep_sign_ins()
    assert not Session.objects.exists()


def test_a_minute_with_the_clock_ahead_puts_no_link_away(cast: Cast, clocks: Clocks) -> None:
    _link, token = make_link(cast.ana, purpose=Link.Purpose.INVITATION, by=cast.hilde)
    clocks.leap(YEAR)
    sweep_links()
    clocks.leap(-YEAR)
    assert find_link(token)


def test_a_link_from_a_slow_clock_is_swept_a_month_later(cast: Cast, clocks: Clocks) -> None:
    clocks.leap(-YEAR)
    make_link(cast.ana, purpose=Link.Purpose.INVITATION, by=cast.hilde)
    clocks.leap(YEAR)
    sweep_links()
    assert Link.objects.exists()
    clocks.pass_by(GOOD_FOR + 31 * DAY)
    sweep_links()
    assert not Link.objects.exists()
