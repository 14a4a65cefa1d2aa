"""What a page shows of answers: a ladder with one mark at most, and every other use with its own three answers."""

from dataclasses import fields

import pytest

from held.access import AskedPerson, WordsToRead
from held.access.consent import Question
from held.consent.scopes import KEEP, LINK, NAMED, PRINT, PUBLIC
from held.consent.states import OPEN, Status
from held.web.answers_shown import Ladder, Use, answers_on_page, ladder_of

WORDS = WordsToRead((), "", frozenset(), frozenset(), None)


def asked(*questions: Question, no_only: bool = False) -> AskedPerson:
    """Somebody who is asked these, and about whom nothing else is known."""
    nothing = {one.name: None for one in fields(AskedPerson)}
    return AskedPerson(**nothing | {"questions": questions, "no_only": no_only, "words": WORDS})


def ladder(*statuses: tuple[str, Status | None]) -> Ladder:
    found = ladder_of([Question(scope, status, False) for scope, status in statuses])
    assert found
    return found


def marked(found: Ladder | Use) -> list[str]:
    return [rung.value for rung in found.rungs if rung.chosen]


def test_the_ladder_has_a_step_for_each_scope_asked():
    assert [rung.value for rung in ladder((LINK, Status.ASKED)).rungs] == ["link", "not-now", "no"]
    widest = ladder((NAMED, Status.ASKED), (PUBLIC, Status.ASKED))
    assert [rung.value for rung in widest.rungs] == ["named", "public", "not-now", "no"]
    assert ladder_of([Question(PRINT, Status.ASKED, False)]) is None


def test_one_answer_is_marked_and_none_before_it():
    assert marked(ladder((LINK, Status.ASKED), (PUBLIC, Status.ASKED))) == []
    assert marked(ladder((LINK, Status.AGREED), (PUBLIC, Status.ASKED))) == ["link"]
    assert marked(ladder((LINK, Status.NOT_NOW))) == ["not-now"]
    assert marked(ladder((LINK, Status.WITHDRAWN), (PUBLIC, Status.DECLINED))) == ["no"]


def test_answers_that_fit_no_step_are_shown_one_by_one():
    odd = ladder((LINK, Status.DECLINED), (PUBLIC, Status.AGREED))
    assert marked(odd) == []
    assert [(str(called), status) for called, status in odd.apart] == [
        ("Anyone with the link", Status.DECLINED),
        ("Everyone", Status.AGREED),
    ]
    assert ladder((LINK, Status.AGREED), (PUBLIC, Status.AGREED)).apart == ()
    assert ladder((LINK, Status.ASKED)).apart == ()


def test_on_a_later_link_nothing_is_marked_or_shown_apart():
    later = ladder((LINK, None), (PUBLIC, None))
    assert (marked(later), later.apart, later.seen) == ([], (), ())
    assert len(later.rungs) == 4


def test_a_link_that_can_only_say_no_offers_only_no():
    page = answers_on_page(asked(Question(LINK, None, False), Question(KEEP, None, False), no_only=True))
    assert [rung.value for rung in page["ladder"].rungs] == ["no"]
    assert [rung.value for use in page["uses"] for rung in use.rungs] == ["no"]


def test_every_other_use_has_its_own_three_answers():
    page = answers_on_page(
        asked(
            Question(LINK, Status.AGREED, False),
            Question(PRINT, Status.DECLINED, False),
            Question("outlet:0123", Status.LAPSED, False, "the echo"),
        )
    )
    print_, press = page["uses"]
    assert [rung.value for rung in print_.rungs] == ["yes", "no", "not-now"]
    assert (marked(print_), print_.lapsed) == (["no"], False)
    assert (marked(press), press.lapsed, press.asked.outlet) == ([], True, "the echo")


@pytest.mark.parametrize("status", [*Status, None])
def test_withdrawing_is_offered_where_a_yes_was_given(status):
    page = answers_on_page(asked(Question(PRINT, Status.DECLINED, False), Question(KEEP, status, False)))
    assert page["agreed"] == (status in OPEN)
