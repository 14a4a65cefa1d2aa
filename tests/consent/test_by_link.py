"""What a person does by their link, by its id: the same acts as elsewhere, and none once the link is ended."""

import uuid

import pytest

from held.consent import by_link
from held.consent.answering import MadeLater
from held.consent.consent_links import ask, ask_once_more
from held.consent.models import Answer, AnswersVisible, ConsentLink
from held.consent.states import Status
from held.lib.tokens import token_hash
from held.web.answers import take_all_back_by_link
from tests import cast as people
from tests.photographs import arrived_photograph, one_more_has_agreed


@pytest.fixture
def mika(cast):
    return one_more_has_agreed(arrived_photograph(cast, people.write_story(cast)), cast.ana)


def link_of(token: str) -> uuid.UUID:
    return ConsentLink.objects.get(token_hash=token_hash(token)).pk


@pytest.fixture
def link(cast, mika):
    """Their first link, though they have answered before."""
    made = link_of(ask(mika, ["public"], by=cast.ana))
    ConsentLink.objects.filter(pk=made).update(later=False)
    return made


def test_withdrawn_by_link_every_yes_is_a_no(mika, link):
    take_all_back_by_link(link)
    assert set(Answer.objects.filter(involvement=mika).values_list("status", flat=True)) == {Status.WITHDRAWN}


def test_the_family_sees_answers_until_told_not_to(mika, link):
    by_link.let_family_see_by_link(link)
    assert AnswersVisible.objects.filter(involvement=mika).exists()
    by_link.keep_from_family_by_link(link)
    assert not AnswersVisible.objects.filter(involvement=mika).exists()


def test_by_a_later_link_the_family_sees_nothing(cast, mika):
    later = link_of(ask_once_more(mika, by=cast.ana))
    with pytest.raises(MadeLater):
        by_link.let_family_see_by_link(later)


def test_an_ended_link_does_nothing_more(mika, link):
    by_link.end_own_link(link)
    acts = (take_all_back_by_link, by_link.let_family_see_by_link, by_link.keep_from_family_by_link)
    for act in (*acts, by_link.end_own_link):
        with pytest.raises(by_link.LinkEnded):
            act(link)
    assert Status.WITHDRAWN not in Answer.objects.filter(involvement=mika).values_list("status", flat=True)
