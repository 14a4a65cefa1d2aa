"""The host's desk asks for the date while it is in doubt, and a host confirms it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from held.history.models import AuditEntry
from held.uptime.clock_agreement import agree, agrees
from tests.clock import Clocks

DAY = timedelta(days=1)
CONFIRM = "/host/date/confirm"
NOTED = AuditEntry.objects.filter(action="place.date-confirmed")


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


@pytest.fixture
def at_desk(cast, signed_in, clocks: Clocks) -> Callable[[timedelta], Client]:
    """Hilde signs in after the clock was set: it may have ended her earlier sign-in."""

    def after(leap: timedelta) -> Client:
        agree()
        clocks.leap(leap)
        return signed_in(cast.hilde)

    return after


def desk(browser: Client) -> str:
    return browser.get("/host/").content.decode()


def day_on(page: str) -> str:
    return re.search(r'name="day" value="([^"]+)"', page)[1]


def test_while_both_clocks_agree_the_desk_asks_nothing(at_desk: Callable[[timedelta], Client]) -> None:
    assert "today is" not in desk(at_desk(timedelta(0)))


def test_the_desk_shows_the_date_and_what_waits(at_desk: Callable[[timedelta], Client]) -> None:
    hilde = at_desk(40 * DAY)
    page = desk(hilde)
    assert "date moved about 40 days more than held was running" in page
    assert "Nothing is removed for good by itself until" in page
    assert re.search(rf"Yes, today is {int(day_on(page)[-2:])} \w+ \d+<", page)
    assert "sudo timedatectl set-ntp true" in page


def test_a_clock_that_was_set_back_is_told_too(at_desk: Callable[[timedelta], Client]) -> None:
    hilde = at_desk(-10 * DAY)
    assert "It was set back by about 10 days." in desk(hilde)


def test_confirmed_once_it_is_noted_and_asked_no_more(at_desk: Callable[[timedelta], Client]) -> None:
    hilde = at_desk(40 * DAY)
    sent = {"day": day_on(desk(hilde))}
    for _press in range(2):
        assert "The date is confirmed" in hilde.post(CONFIRM, sent, follow=True).content.decode()
    assert agrees()
    assert "today is" not in desk(hilde)
    assert NOTED.count() == 1


@pytest.mark.parametrize("sent", [{}, {"day": ""}, {"day": "tomorrow"}, {"day": "2000-01-01"}])
def test_any_other_day_confirms_nothing(at_desk: Callable[[timedelta], Client], sent: dict[str, str]) -> None:
    hilde = at_desk(40 * DAY)
    page = hilde.post(CONFIRM, sent, follow=True).content.decode()
    assert "date has changed since" in page
    assert "Yes, today is" in page
    assert not agrees()
    assert not NOTED.exists()


def test_a_page_of_yesterday_asks_again(at_desk: Callable[[timedelta], Client], clocks: Clocks) -> None:
    hilde = at_desk(40 * DAY)
    sent = {"day": day_on(desk(hilde))}
    clocks.leap(DAY)
    hilde.post(CONFIRM, sent)
    assert not agrees()


def test_only_a_host_can_confirm_the_date(cast, signed_in, at_desk: Callable[[timedelta], Client]) -> None:
    hilde = at_desk(40 * DAY)
    assert signed_in(cast.ana, key=True).post(CONFIRM, {"day": day_on(desk(hilde))}).status_code == 404
    assert not agrees()
