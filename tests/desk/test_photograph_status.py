"""One status for each photograph, by the first thing that is missing; the same for every answer that is not a yes."""

from dataclasses import replace

import pytest

from held.accounts.models import Account
from held.consent import answering, involved, scopes
from held.consent.consent_links import ask_oneself
from held.consent.models import Involvement
from held.consent.states import Event
from held.desk.album import photograph_on_desk
from held.desk.photograph_status import PhotographStatus, StatusFacts, status_of
from held.families.persons import add_person
from held.publishing import placing, publication
from held.stories.models import Leaf, Publication, Version
from tests import cast as people
from tests.photographs import agree, arrived_photograph, photograph

NOTHING_MISSING = StatusFacts(
    being_removed=False,
    has_covered_copy=False,
    can_be_shown=True,
    words_open=True,
    described=True,
    people_known=True,
    agreed=True,
    waits_for_a_parent=False,
    placed=True,
    let=True,
)
IN_ORDER = (
    ("being_removed", PhotographStatus.BEING_REMOVED),
    ("has_covered_copy", PhotographStatus.HAS_COVERED_COPY),
    ("can_be_shown", PhotographStatus.DOES_NOT_OPEN),
    ("words_open", PhotographStatus.WORDS_DO_NOT_OPEN),
    ("described", PhotographStatus.NEEDS_DESCRIPTION),
    ("people_known", PhotographStatus.NEEDS_PEOPLE),
    ("agreed", PhotographStatus.NOT_EVERYONE_AGREED),
    ("waits_for_a_parent", PhotographStatus.OPENS_IN_PART),
    ("placed", PhotographStatus.NEEDS_PLACE),
    ("let", PhotographStatus.READY),
)


def lacking(*names: str) -> StatusFacts:
    return replace(NOTHING_MISSING, **{name: not getattr(NOTHING_MISSING, name) for name in names})


@pytest.mark.parametrize(("missing", "status"), IN_ORDER)
def test_the_first_thing_that_is_missing_is_the_status(missing, status):
    later = [name for name, _status in IN_ORDER[[name for name, _ in IN_ORDER].index(missing) :]]
    assert status_of(lacking(missing)) == status_of(lacking(*later)) == status


def test_readers_may_ask_only_when_nothing_is_missing():
    assert status_of(NOTHING_MISSING) == PhotographStatus.READERS_MAY_ASK


@pytest.fixture
def story(cast):
    return people.write_story(cast)


def status(leaf: Leaf) -> PhotographStatus:
    return photograph_on_desk(Leaf.objects.get(pk=leaf.pk)).status


def test_a_photograph_goes_through_its_statuses_as_it_is_made_ready(cast, story):
    assert status(arrived_photograph(cast, story)) == PhotographStatus.NEEDS_DESCRIPTION
    leaf = photograph(cast, story, shown=False, agreed=False).leaf
    assert status(leaf) == PhotographStatus.NEEDS_PEOPLE
    agree(leaf, cast.ana)
    assert status(leaf) == PhotographStatus.READY
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert status(leaf) == PhotographStatus.READERS_MAY_ASK
    publication.take_back(story, by=cast.ana)
    assert status(leaf) == PhotographStatus.READY
    placing.take_out(leaf, by=cast.ana)
    assert status(leaf) == PhotographStatus.NEEDS_PLACE
    placing.remove(leaf, by=cast.ana)
    assert status(leaf) == PhotographStatus.BEING_REMOVED


def test_readers_cannot_ask_where_the_words_around_it_are_hidden(cast, story):
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    publication.hide(placed.entry, by=cast.ana)
    assert status(placed.leaf) == PhotographStatus.READY


@pytest.mark.parametrize("answer", [None, Event.NOT_NOW, Event.DECLINE, Event.WITHDRAW])
def test_every_answer_that_is_not_a_yes_gives_the_same_status(cast, story, answer):
    leaf = photograph(cast, story, agreed=False).leaf
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    asked = one_more_asked(agree(leaf, cast.ana), by=cast.ana)
    if answer == Event.WITHDRAW:
        answering.answer(asked, scopes.LINK, Event.AGREE, language="en")
        assert status(leaf) == PhotographStatus.READERS_MAY_ASK
        answering.withdraw(asked)
    elif answer:
        answering.answer(asked, scopes.LINK, answer, language="en")
    assert status(leaf) == PhotographStatus.NOT_EVERYONE_AGREED


def one_more_asked(first: Involvement, *, by: Account) -> Involvement:
    """Somebody else is in it too, and was asked."""
    person = add_person(first.picture.family, "Mika", "", by=by)
    asked = involved.name_person(first.picture, person, in_it=True, took_it=False, by=by)
    ask_oneself(asked, [scopes.LINK], by=by)
    return asked


def test_words_that_do_not_open_are_not_called_missing(cast, story):
    leaf = photograph(cast, story).leaf
    Version.objects.filter(leaf=leaf).update(sealed=b"HLD1" + bytes(60))
    assert status(leaf) == PhotographStatus.WORDS_DO_NOT_OPEN
