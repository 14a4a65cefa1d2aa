"""A date more than a year from the one that the place expects is asked for a second time before it counts."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.formats import date_format

from held.history.models import AuditEntry
from held.lib.clock import now
from held.uptime.clock_agreement import agree, agrees
from tests.cast import Cast
from tests.clock import Clocks

DAY, YEARS = timedelta(days=1), timedelta(days=3650)
CONFIRM = "/host/date/confirm"


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


@pytest.fixture
def at_desk(cast: Cast, signed_in, clocks: Clocks) -> Callable[[timedelta], Client]:
    """Hilde signs in after the clock was set: it may have ended her earlier sign-in."""

    def after(leap: timedelta) -> Client:
        agree()
        clocks.leap(leap)
        return signed_in(cast.hilde)

    return after


def sent_by(page: str) -> dict[str, str]:
    """What the form about the date on this page sends."""
    form = re.search(rf'<form method="post" action="{CONFIRM}">.*?</form>', page, re.DOTALL)[0]
    return dict(re.findall(r'name="(day|sure)" value="([^"]*)"', form))


def press(browser: Client, page: str) -> str:
    return browser.post(CONFIRM, sent_by(page), follow=True).content.decode()


@pytest.mark.parametrize("leap", [40 * DAY, -YEARS])
def test_the_date_is_large_with_weekday_and_year(at_desk: Callable[[timedelta], Client], leap: timedelta) -> None:
    page = at_desk(leap).get("/host/").content.decode()
    assert f'<p class="date-in-doubt">{date_format(now(), "l, j F Y")}</p>' in page


@pytest.mark.parametrize("leap", [40 * DAY, -360 * DAY])
def test_a_date_within_a_year_is_asked_for_once(at_desk: Callable[[timedelta], Client], leap: timedelta) -> None:
    hilde = at_desk(leap)
    assert "The date is confirmed" in press(hilde, hilde.get("/host/").content.decode())
    assert agrees()


@pytest.mark.parametrize("leap", [370 * DAY, -370 * DAY, YEARS, -YEARS])
def test_a_date_far_away_is_asked_for_twice(at_desk: Callable[[timedelta], Client], leap: timedelta) -> None:
    expected = now()
    hilde = at_desk(leap)
    again = press(hilde, hilde.get("/host/").content.decode())
    assert not agrees()
    assert not AuditEntry.objects.filter(action="place.date-confirmed").exists()
    assert date_format(now(), "l, j F Y") in again
    assert f"By held’s own count it’s {date_format(expected, 'j F Y')}" in again
    assert "The date is confirmed" in press(hilde, again)
    assert agrees()


def test_a_second_page_of_yesterday_confirms_nothing(at_desk: Callable[[timedelta], Client], clocks: Clocks) -> None:
    hilde = at_desk(YEARS)
    again = press(hilde, hilde.get("/host/").content.decode())
    clocks.leap(DAY)
    assert "date has changed since" in press(hilde, again)
    assert not agrees()


@pytest.mark.parametrize("sure", ["", "yes", "2000-01-01"])
def test_being_sure_of_another_day_is_not_being_sure(at_desk: Callable[[timedelta], Client], sure: str) -> None:
    hilde = at_desk(YEARS)
    hilde.post(CONFIRM, sent_by(hilde.get("/host/").content.decode()) | {"sure": sure})
    assert not agrees()
