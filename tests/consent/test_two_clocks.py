"""Looking ends by the earlier of both clocks; a yes is asked for once more, and closes, by the later."""

from datetime import timedelta

import pytest

from held.consent import answering, looking, reconfirmation
from held.consent.models import Answer, Looking
from held.consent.states import Event, Status
from held.uptime.moments import this_moment
from tests.clock import Clocks

DAY, YEARS = timedelta(days=1), timedelta(days=3650)
LEAPS = [-YEARS, -40 * DAY, 50 * DAY, 400 * DAY, YEARS]
HALF_A_YEAR = reconfirmation.USUALLY * reconfirmation.MONTH


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


@pytest.fixture
def agreed(asked):
    for involvement in asked:
        answering.answer(involvement, "public", Event.AGREE, language="en")
    return asked


def statuses() -> set[str]:
    return set(Answer.objects.filter(scope="public").values_list("status", flat=True))


@pytest.mark.parametrize("leap", LEAPS)
def test_no_leap_of_the_clock_asks_for_a_yes_once_more(agreed, clocks, leap):
    clocks.leap(leap)
    clocks.pass_by(HALF_A_YEAR - DAY)
    reconfirmation.confirm_and_lapse()
    assert statuses() == {Status.AGREED}


@pytest.mark.parametrize("leap", LEAPS)
def test_no_leap_of_the_clock_closes_a_yes_that_is_asked_once_more(agreed, clocks, leap):
    clocks.pass_by(HALF_A_YEAR)
    reconfirmation.confirm_and_lapse()
    clocks.leap(leap)
    clocks.pass_by(reconfirmation.TIME_TO_ANSWER - DAY)
    reconfirmation.confirm_and_lapse()
    assert statuses() == {Status.CONFIRMING}


@pytest.mark.parametrize("leap", [-YEARS, timedelta(0), 50 * DAY, YEARS])
def test_without_an_answer_it_closes_on_the_day_that_its_page_says(agreed, clocks, leap):
    clocks.pass_by(HALF_A_YEAR)
    reconfirmation.confirm_and_lapse()
    clocks.leap(leap)
    clocks.pass_by(reconfirmation.closes_on(agreed[1]) - this_moment().at - DAY)
    reconfirmation.confirm_and_lapse()
    assert statuses() == {Status.CONFIRMING}
    clocks.pass_by(DAY + timedelta(minutes=1))
    reconfirmation.confirm_and_lapse()
    assert statuses() == {Status.LAPSED}


@pytest.mark.parametrize("behind", [-YEARS, timedelta(hours=-1)])
def test_a_clock_that_is_set_back_makes_looking_no_longer(cast, mika, clocks, behind):
    looking.begin_looking(mika, by=cast.ana)
    clocks.leap(behind)
    clocks.pass_by(looking.LASTS - DAY)
    assert looking.looks_until(mika) is not None
    clocks.pass_by(DAY)
    assert looking.looks_until(mika) is None


def test_days_while_the_place_was_switched_off_count_for_looking(cast, mika, clocks):
    looking.begin_looking(mika, by=cast.ana)
    clocks.leap(looking.LASTS)
    assert looking.looks_until(mika) is None


def test_after_a_minute_of_a_clock_a_year_ahead_they_look_as_before(cast, mika, clocks):
    looking.begin_looking(mika, by=cast.ana)
    clocks.leap(365 * DAY)
    assert looking.looks_until(mika) is None
    looking.end_looking_that_lapsed()
    clocks.leap(-365 * DAY)
    assert looking.looks_until(mika) is not None
    clocks.pass_by(looking.LASTS)
    looking.end_looking_that_lapsed()
    assert not Looking.objects.exists()
