"""The part that all answers about a photograph share."""

from held.consent.ladder import NARROW as NARROW_STEPS
from held.consent.ladder import Step
from held.consent.scopes import is_scope
from held.web.answers import ANSWERS, LADDER, NARROW, SAID, YES


def test_there_are_three_answers_and_no_other():
    assert set(ANSWERS) == {"yes", "no", "not-now"}
    kept = {"no", "no-to-all", "no-yes-gone", "no-use-gone", "not-now", "not-now-yes-gone", "not-now-use-gone"}
    assert set(SAID) == kept | {"withdrawn", "once-more", "answered-since", "other-words"}


def test_every_button_is_either_a_yes_or_it_narrows():
    assert {*ANSWERS, *Step} == NARROW | YES
    assert not NARROW & YES
    assert set(NARROW_STEPS) == NARROW


def test_the_forms_ladder_is_named_like_no_scope():
    assert not is_scope(LADDER)
