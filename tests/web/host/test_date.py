"""The host's desk asks for the date while it is in doubt, and a host confirms it."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from held.history.models import Line
from held.uptime.agreeing import agree, agrees
from tests.clock import Clocks

DAY = timedelta(days=1)
CONFIRM = "/host/date/confirm"
NOTED = Line.objects.filter(act="place.date-confirmed")


@pytest.fixture
def hilde(cast, signed_in) -> Client:
    agree()
    return signed_in(cast.hilde)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def desk(browser: Client) -> str:
    return browser.get("/host/").content.decode()


def day_on(page: str) -> str:
    return re.search(r'name="day" value="([^"]+)"', page)[1]


def test_while_both_clocks_agree_the_desk_asks_nothing(hilde: Client) -> None:
    assert "today is" not in desk(hilde)


def test_the_desk_shows_the_date_and_what_waits(hilde: Client, clocks: Clocks) -> None:
    clocks.leap(40 * DAY)
    page = desk(hilde)
    assert "about 40 days further than this place has been open" in page
    assert "no photograph is destroyed by itself" in page
    assert f"Yes, today is {int(day_on(page)[-2:])} " in page


def test_a_clock_that_was_set_back_is_told_too(hilde: Client, clocks: Clocks) -> None:
    clocks.leap(-10 * DAY)
    assert "It was set back by about 10 days." in desk(hilde)


def test_confirmed_once_it_is_noted_and_asked_no_more(hilde: Client, clocks: Clocks) -> None:
    clocks.leap(40 * DAY)
    sent = {"day": day_on(desk(hilde))}
    for _press in range(2):
        assert "The date is confirmed" in hilde.post(CONFIRM, sent, follow=True).content.decode()
    assert agrees()
    assert "today is" not in desk(hilde)
    assert NOTED.count() == 1


@pytest.mark.parametrize("sent", [{}, {"day": ""}, {"day": "tomorrow"}, {"day": "2000-01-01"}])
def test_any_other_day_confirms_nothing(hilde: Client, clocks: Clocks, sent: dict[str, str]) -> None:
    clocks.leap(40 * DAY)
    page = hilde.post(CONFIRM, sent, follow=True).content.decode()
    assert "another day by now" in page
    assert "Yes, today is" in page
    assert not agrees()
    assert not NOTED.exists()


def test_a_page_of_yesterday_asks_again(hilde: Client, clocks: Clocks) -> None:
    clocks.leap(40 * DAY)
    sent = {"day": day_on(desk(hilde))}
    clocks.leap(DAY)
    hilde.post(CONFIRM, sent)
    assert not agrees()


def test_a_parent_cannot_confirm_it(cast, signed_in, hilde: Client, clocks: Clocks) -> None:
    clocks.leap(40 * DAY)
    assert signed_in(cast.ana, key=True).post(CONFIRM, {"day": day_on(desk(hilde))}).status_code == 404
    assert not agrees()
