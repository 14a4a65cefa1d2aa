"""The first answer on the page of a photograph: one step answers every readers' scope that it reaches."""

import pytest

from held.consent import answering, first_answer
from held.consent.first_answer import has_answered, scopes_of_step
from held.consent.involved import name_person
from held.consent.ladder import Step
from held.consent.models import Answer
from held.consent.page_answered import AnsweredSince, OtherWords, Page
from held.consent.states import Event
from held.families.persons import person_of
from tests import cast as people
from tests.photographs import photograph

ALL = ("named", "link", "public")


@pytest.fixture
def own(cast):
    leaf = photograph(cast, people.write_story(cast), agreed=False).leaf
    return name_person(leaf.picture, person_of(cast.family, cast.ana), in_it=False, took_it=True, by=cast.ana)


def answer(own, step: Step, cast, *, newest: bool = True) -> dict[str, str]:
    page = Page(fingerprint="", has_newest_words=lambda: newest)
    first_answer.answer_first(own, step, by=cast.ana, language="en", words=[], page=page)
    return dict(Answer.objects.values_list("scope", "status"))


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step.NAMED, {"named": "agreed"}),
        (Step.LINK, {"named": "agreed", "link": "agreed"}),
        (Step.PUBLIC, dict.fromkeys(ALL, "agreed")),
        (Step.NOT_NOW, dict.fromkeys(ALL, "not_now")),
        (Step.NO, dict.fromkeys(ALL, "declined")),
    ],
)
def test_each_step_answers_the_scopes_it_reaches(cast, own, step, expected):
    assert not has_answered(own)
    assert answer(own, step, cast) == expected
    assert set(scopes_of_step(step)) == set(expected)
    assert has_answered(own)


def test_a_yes_is_kept_for_the_newest_words_only(cast, own):
    with pytest.raises(OtherWords):
        answer(own, Step.LINK, cast, newest=False)
    assert not Answer.objects.exists()
    assert answer(own, Step.NO, cast, newest=False) == dict.fromkeys(ALL, "declined")


def test_a_yes_replaces_no_answer_given_since(cast, own):
    answer(own, Step.NO, cast)
    with pytest.raises(AnsweredSince):
        answer(own, Step.LINK, cast)
    assert set(Answer.objects.values_list("status", flat=True)) == {"declined"}
    answering.answer(own, "named", Event.AGREE, language="en")
    assert answer(own, Step.NOT_NOW, cast) == dict.fromkeys(ALL, "not_now")
