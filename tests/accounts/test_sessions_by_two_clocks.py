"""Sign-ins while the clock is wrong: they end by the earlier of two clocks, and a leap ends none permanently."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from held.accounts.models import Link
from held.accounts.one_time_links import make_link
from held.accounts.sessions import SessionStore
from tests.cast import Cast
from tests.clock import Clocks

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def is_in(browser: Client) -> bool:
    return browser.get("/family/").status_code == 200


def cookie_of(browser: Client) -> str:
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.parametrize("leap", [-YEAR, -HOUR, timedelta(0)])
def test_a_sign_in_ends_after_its_days_although_the_clock_was_set_back(
    cast: Cast, signed_in, clocks: Clocks, leap: timedelta
) -> None:
    browser = signed_in(cast.ana)
    clocks.leap(leap)
    clocks.pass_by(30 * DAY - 2 * HOUR)
    assert is_in(browser)
    clocks.pass_by(4 * HOUR)
    assert not is_in(browser)


def test_a_sign_in_made_while_the_clock_was_ahead_ends_after_its_days(cast: Cast, signed_in, clocks: Clocks) -> None:
    clocks.leap(YEAR)
    browser = signed_in(cast.ana)
    clocks.leap(-YEAR)
    assert is_in(browser)
    clocks.pass_by(31 * DAY)
    assert not is_in(browser)


def test_a_minute_with_the_clock_ahead_signs_nobody_out_for_good(cast: Cast, signed_in, clocks: Clocks) -> None:
    browser = signed_in(cast.ana)
    secret = cookie_of(browser)
    clocks.leap(YEAR)
    assert not is_in(browser)
    assert cookie_of(browser) == secret
    clocks.leap(-YEAR)
    assert is_in(browser)


def test_a_sign_out_under_a_wrong_clock_holds(cast: Cast, signed_in, clocks: Clocks) -> None:
    browser = signed_in(cast.ana)
    secret = cookie_of(browser)
    clocks.leap(YEAR)
    browser.post("/entrance/leave")
    assert not cookie_of(browser)
    clocks.leap(-YEAR)
    browser.cookies[settings.SESSION_COOKIE_NAME] = secret
    assert not is_in(browser)
    assert not Session.objects.exists()


def test_signing_in_as_another_ends_the_former_sign_in(cast: Cast, signed_in, clocks: Clocks) -> None:
    browser = signed_in(cast.ana)
    former = cookie_of(browser)
    clocks.leap(YEAR)
    _link, token = make_link(cast.otto, purpose=Link.Purpose.INVITATION, by="program")
    browser.post(f"/entrance/link/{token}/")
    clocks.leap(-YEAR)
    assert is_in(browser)
    assert SessionStore(former).load() == {}
    assert Session.objects.count() == 1


def test_a_sign_in_that_has_ended_by_both_is_forgotten_by_the_browser(cast: Cast, signed_in, clocks: Clocks) -> None:
    browser = signed_in(cast.ana)
    clocks.pass_by(31 * DAY)
    assert not is_in(browser)
    assert not cookie_of(browser)


def test_an_old_versions_sign_in_ends_after_thirty_days_open(cast: Cast, signed_in, clocks: Clocks) -> None:
    browser = signed_in(cast.ana)
    store = SessionStore(cookie_of(browser))
    row = store._get_session_from_db()
    row.session_data = store.encode(store.load())  # as earlier versions wrote it: without the uptime
    row.save()
    assert is_in(browser)
    clocks.leap(-YEAR)
    assert is_in(browser)
    clocks.pass_by(31 * DAY)
    assert not is_in(browser)
