"""A yes from the first weeks is early if either clock says so: setup may have been stamped in 1970."""

from datetime import UTC, datetime, timedelta

import pytest

from held.consent import answering, reconfirmation
from held.consent.models import Answer
from held.consent.states import Event, Status
from held.families.models import Family
from tests.clock import Clocks

YEARS = timedelta(days=3650)
HALF_A_YEAR = timedelta(days=181)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def _say_yes(asked) -> None:
    for involvement in asked:
        answering.answer(involvement, "public", Event.AGREE, language="en")


def _is_asked_once_more() -> bool:
    reconfirmation.confirm_and_lapse()
    return Answer.objects.filter(scope="public", status=Status.CONFIRMING).exists()


def test_a_family_that_came_in_1970_is_asked_once_more(cast, asked, clocks: Clocks) -> None:
    Family.objects.filter(pk=cast.family.pk).update(made_at=datetime(1970, 1, 1, tzinfo=UTC))
    _say_yes(asked)
    clocks.pass_by(HALF_A_YEAR)
    assert _is_asked_once_more()


@pytest.mark.parametrize("leap", [-YEARS, YEARS])
def test_a_yes_by_a_wrong_clock_is_asked_once_more(asked, clocks: Clocks, leap: timedelta) -> None:
    clocks.leap(leap)
    _say_yes(asked)
    clocks.leap(-leap)
    clocks.pass_by(YEARS + HALF_A_YEAR)
    assert _is_asked_once_more()


def test_a_yes_after_the_first_weeks_stays(asked, clocks: Clocks) -> None:
    clocks.pass_by(reconfirmation.FIRST_WEEKS)
    _say_yes(asked)
    clocks.pass_by(HALF_A_YEAR)
    assert not _is_asked_once_more()


def test_a_family_of_before_the_count_goes_by_the_date(cast, asked, clocks: Clocks) -> None:
    Family.objects.filter(pk=cast.family.pk).update(made_uptime=None)
    clocks.pass_by(YEARS)
    _say_yes(asked)
    clocks.pass_by(HALF_A_YEAR)
    assert not _is_asked_once_more()
