"""A description is saved while yes is pressed on the older page, in two connections: the yes waits, and is not kept
for words that were not read. On SQLite: tests/promises/test_03_no_yes_from_an_older_page.py."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event as Signal

import pytest
from django.db import connections, transaction

from held import access
from held.consent import answering, consent_links, involved
from held.consent.models import Answer, Involvement
from held.consent.page_answered import AnsweredSince, OtherWords, fingerprint
from held.consent.states import Event, Status
from held.families import persons
from held.publishing import publication
from held.stories import writing
from held.stories.models import Leaf
from tests import cast as people
from tests.photographs import arrived_photograph

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
HELD_OPEN = 0.4  # seconds that the transaction stays open after the act


@pytest.fixture
def cast():
    return people.assemble()


@pytest.fixture
def leaf(cast) -> Leaf:
    leaf = arrived_photograph(cast, people.write_story(cast))
    describe(leaf, "A hill", cast)
    return leaf


@pytest.fixture
def involvement(cast, leaf) -> Involvement:
    mika = persons.add_person(cast.family, "Mika", "", by=cast.ana)
    involvement = involved.name_person(leaf.picture, mika, in_it=True, took_it=False, by=cast.ana)
    consent_links.ask(involvement, ["public"], by=cast.ana)
    return involvement


def describe(leaf: Leaf, shows: str, cast) -> None:
    leaf.refresh_from_db()
    form = writing.OpenForm(based_on=leaf.current_id)
    writing.save(leaf, {"shows": shows, "language": "en"}, form=form, by=cast.ana)


def yes_on_the_page_of_now(involvement: Involvement) -> Callable[[], object]:
    words = access.words_on_the_page(access.told_to_person(involvement).words.versions)
    page = access.page_as_sent(
        involvement, words=words, fingerprint=fingerprint(Answer.objects.get(involvement=involvement))
    )
    return partial(answering.answer, involvement, "public", Event.AGREE, language="en", words=words, page=page)


def while_open(act: Callable[[], object], then: Callable[[], object]) -> object:
    """Do `then` in another connection while the transaction of `act` is still open."""
    done, over = Signal(), Signal()

    def first() -> None:
        try:
            with transaction.atomic():
                act()
                done.set()
                over.wait(HELD_OPEN)
        finally:
            connections.close_all()

    def second() -> object:
        try:
            done.wait(10)
            return then()
        finally:
            over.set()
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        one, two = threads.submit(first), threads.submit(second)
        one.result(30)
        return two.result(30)


def test_a_yes_waits_for_the_save_of_a_description(cast, leaf, involvement):
    with pytest.raises(OtherWords):
        while_open(partial(describe, leaf, "A lake", cast), yes_on_the_page_of_now(involvement))
    assert Answer.objects.get().status == Status.ASKED


def test_a_yes_waits_for_a_no_and_is_not_kept(involvement):
    press = yes_on_the_page_of_now(involvement)
    with pytest.raises(AnsweredSince):
        while_open(partial(answering.answer, involvement, "public", Event.DECLINE, language="en"), press)
    assert Answer.objects.get().status == Status.DECLINED


def test_a_yes_first_is_kept_and_the_save_follows(cast, leaf, involvement):
    while_open(yes_on_the_page_of_now(involvement), partial(describe, leaf, "A lake", cast))
    assert Answer.objects.get().status == Status.AGREED
    assert access.told_to_person(involvement).words.changed


def test_naming_and_saving_at_once_do_not_block_each_other(cast, leaf, involvement):
    ben = persons.person_of(cast.family, cast.ben)
    name = partial(involved.name_person, leaf.picture, ben, in_it=True, took_it=False, by=cast.ben)
    while_open(partial(describe, leaf, "A lake", cast), name)
    while_open(name, partial(describe, leaf, "A hill", cast))
    while_open(partial(publication.hide, leaf, by=cast.ana), partial(describe, leaf, "A lake", cast))
    assert Involvement.objects.count() == 2
