"""A yes from the first weeks is asked for once more, and closes without an answer; nobody is asked a third time."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from held.consent import answering, confirming, consent_links
from held.consent.facts import agreed_by_all
from held.consent.models import Answer
from held.consent.states import Event, Status
from tests.clock import Clocks


@pytest.fixture
def agreed(asked, cast):
    for part in asked:
        answering.answer(part, "public", Event.AGREE, language="en")
    return asked


@pytest.fixture
def later(monkeypatch) -> Callable[..., None]:
    """This much time passes, while the place is open."""
    clocks = Clocks(monkeypatch)
    return lambda **time: clocks.pass_by(timedelta(**time))


def standings() -> set[str]:
    return set(Answer.objects.filter(scope="public").values_list("standing", flat=True))


def test_before_the_time_nothing_happens(agreed, later):
    later(days=179)
    confirming.confirm_and_lapse()
    assert standings() == {Status.AGREED}


def test_an_early_yes_is_asked_once_more_and_stays_open_meanwhile(leaf, agreed, later):
    later(days=181)
    confirming.confirm_and_lapse()
    assert standings() == {Status.CONFIRMING}
    assert agreed_by_all([leaf.picture_id], ["public"])["public"]
    assert confirming.is_being_confirmed(leaf.picture, ["public"])
    assert not confirming.is_being_confirmed(leaf.picture, ["link", "named"])
    assert confirming.closes_on(agreed[1]) is not None


def test_an_early_yes_not_confirmed_in_time_lapses(leaf, agreed, later):
    later(days=181)
    confirming.confirm_and_lapse()
    later(weeks=6)
    confirming.confirm_and_lapse()
    assert standings() == {Status.LAPSED}
    assert not agreed_by_all([leaf.picture_id], ["public"])["public"]
    assert confirming.closes_on(agreed[1]) is None


def test_answered_once_more_it_is_never_asked_again(leaf, agreed, later):
    later(days=181)
    confirming.confirm_and_lapse()
    for part in agreed:
        answering.answer(part, "public", Event.AGREE, language="en")
    later(days=900)
    confirming.confirm_and_lapse()
    assert standings() == {Status.AGREED}


def test_a_later_yes_is_not_asked_for_again(agreed, cast, later):
    cast.family.made_at -= timedelta(days=900)
    cast.family.made_uptime -= 900 * 24 * 3600
    cast.family.save()
    later(days=400)
    confirming.confirm_and_lapse()
    assert standings() == {Status.AGREED}


def test_the_family_chooses_after_how_many_months(cast, agreed, later):
    confirming.confirm_after(cast.family, 3, by=cast.ana)
    assert confirming.months_of(cast.family) == 3
    later(days=91)
    confirming.confirm_and_lapse()
    assert standings() == {Status.CONFIRMING}
    with pytest.raises(ValueError, match="4"):
        confirming.confirm_after(cast.family, 4, by=cast.ana)


def test_a_yes_given_when_asked_twice_is_not_asked_again(cast, asked, later):
    consent_links.ask_once_more(asked[1], by=cast.ana)
    answering.answer(asked[1], "public", Event.AGREE, language="en")
    later(days=181)
    confirming.confirm_and_lapse()
    assert Answer.objects.get(part=asked[1], scope="public").standing == Status.AGREED
