"""The part that all answers about a photograph share."""

from dataclasses import fields

import pytest

from held.access import AskedPerson
from held.access.consent import Question
from held.consent.scopes import LINK, PRINT
from held.consent.states import OPEN, Status
from held.web.answers import ANSWERS, SAID, questions_told


def asked(*questions: Question) -> AskedPerson:
    """Somebody who is asked these, and about whom nothing else is known."""
    return AskedPerson(**{one.name: None for one in fields(AskedPerson)} | {"questions": questions})


def test_there_are_three_answers_and_no_other():
    assert set(ANSWERS) == {"yes", "no", "not-now"}
    assert set(SAID) == {"no", "not-now", "withdrawn", "once-more", "answered-since", "other-words"}


def test_questions_say_which_promises_we_cannot_enforce():
    named = ((LINK, ""), (PRINT, ""), ("outlet:0123", "the echo"))
    told = questions_told(asked(*(Question(scope, None, False, outlet) for scope, outlet in named)))
    assert [(outlet, ours) for _one, _asks, outlet, ours in told["questions"]] == [
        ("", True),
        ("", False),
        ("the echo", False),
    ]


@pytest.mark.parametrize("standing", [*Status, None])
def test_withdrawing_is_offered_where_a_yes_was_given(standing):
    told = questions_told(asked(Question(PRINT, Status.DECLINED, False), Question(LINK, standing, False)))
    assert told["agreed"] == (standing in OPEN)
