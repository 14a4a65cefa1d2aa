"""Two people press at the same moment: nothing is recorded twice, nothing fails, and the record stays whole."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from held.consent import answering, consent_links, involved
from held.consent.models import Answer, ConsentLink, Involvement, ProofLine
from held.consent.proving import broken_chains
from held.consent.states import Event, Status
from held.families import persons
from tests import cast as people
from tests.photographs import arrived_photograph
from tests.record import lines as all_lines

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
ROUNDS = 12


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each in its own thread and connection, started together. An exception in one is raised here."""
    begin = Barrier(len(acts))

    def do(act: Callable[[], object]) -> object:
        try:
            begin.wait(10)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [done.result(60) for done in [threads.submit(do, act) for act in acts]]


@pytest.fixture
def cast():
    return people.assemble()


@pytest.fixture
def leaf(cast):
    return arrived_photograph(cast, people.write_story(cast))


@pytest.fixture
def involvements(cast, leaf) -> list[Involvement]:
    """Mika and Omar are in it."""
    named = [persons.add_person(cast.family, called, "", by=cast.ana) for called in ("Mika", "Omar")]
    return [involved.name_person(leaf.picture, one, in_it=True, took_it=False, by=cast.ana) for one in named]


def test_one_form_that_arrives_twice_asks_once(cast, involvements):
    for number in range(ROUNDS):
        ask = partial(consent_links.ask, involvements[0], ["public"], by=cast.ana, once=f"form {number}")
        first, second = at_once(ask, ask)
        assert first == second
    assert ConsentLink.objects.count() == ROUNDS
    assert Answer.objects.count() == 1
    assert not broken_chains()


def test_many_answers_of_one_family_are_lines_one_after_the_other(cast, involvements):
    for involvement in involvements:
        consent_links.ask(involvement, ["public", "named"], by=cast.ana)
    for event in (Event.AGREE, Event.WITHDRAW) * ROUNDS:
        at_once(
            *[
                partial(answering.answer, involvement, scope, event, language="en")
                for involvement in involvements
                for scope in ("public", "named")
            ]
        )
    numbers = list(ProofLine.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 4 + 4 * 2 * ROUNDS + 1))
    assert not broken_chains()


def test_a_yes_and_a_no_at_once_are_kept_one_by_one(cast, involvements):
    consent_links.ask(involvements[0], ["public"], by=cast.ana)
    for _ in range(ROUNDS):
        before = Answer.objects.get().sequence
        at_once(
            partial(answering.answer, involvements[0], "public", Event.AGREE, language="en"),
            partial(answering.answer, involvements[0], "public", Event.DECLINE, language="en"),
        )
        assert Answer.objects.get().sequence == before + 2
    assert not broken_chains()


def test_an_answer_during_a_withdrawal_comes_before_or_after(cast, involvements):
    consent_links.ask(involvements[0], ["named", "public"], by=cast.ana)
    for _ in range(ROUNDS):
        answering.answer(involvements[0], "named", Event.AGREE, language="en")
        answering.answer(involvements[0], "public", Event.DECLINE, language="en")
        lines = ProofLine.objects.count()
        at_once(
            partial(answering.withdraw, involvements[0]),
            partial(answering.answer, involvements[0], "public", Event.AGREE, language="en"),
        )
        last = [link.told["act"] for link in all_lines()[lines:]]
        assert last in (["withdraw", "agree"], ["agree", "withdraw", "withdraw"])
        after = Status.AGREED if last[0] == "withdraw" else Status.WITHDRAWN
        assert Answer.objects.get(scope="public").status == after


def test_no_yes_by_a_later_link_follows_a_no_of_the_same_moment(cast, involvements):
    consent_links.ask(involvements[0], ["public"], by=cast.ana)
    consent_links.link_anew(involvements[0], by=cast.ana)
    first, later = ConsentLink.objects.order_by("later")
    for _ in range(ROUNDS):
        answering.answer(involvements[0], "public", Event.AGREE, language="en", link=first)
        at_once(
            partial(answering.answer, involvements[0], "public", Event.DECLINE, language="en", link=first),
            partial(answering.answer, involvements[0], "public", Event.AGREE, language="en", link=later),
        )
        assert Answer.objects.get().status == Status.WITHDRAWN


def test_only_one_of_two_links_made_at_once_is_the_first(cast, involvements):
    for involvement in involvements:
        ask = partial(consent_links.ask, involvement, ["public"], by=cast.ana)
        at_once(ask, ask)
        assert sorted(ConsentLink.objects.filter(involvement=involvement).values_list("later", flat=True)) == [
            False,
            True,
        ]


def test_two_photographs_asked_about_at_once_are_on_one_link(cast, leaf):
    other = arrived_photograph(cast, leaf.story)
    for number in range(ROUNDS // 3):
        nele = persons.add_person(cast.family, f"Nele {number}", "", by=cast.ana)
        named = [
            involved.name_person(one.picture, nele, in_it=True, took_it=False, by=cast.ana) for one in (leaf, other)
        ]
        tokens = at_once(*[partial(consent_links.ask_by_their_link, one, ["public"], by=cast.ana) for one in named])
        assert sorted(map(bool, tokens)) == [False, True]
        rows = ConsentLink.objects.filter(involvement__in=named)
        assert rows.values("token_hash").distinct().count() == 1
        assert set(rows.values_list("involvement", "later")) == {(one.pk, False) for one in named}


def test_a_photograph_asked_about_as_a_link_ends_is_lost_to_none(cast, leaf):
    """It is on the link and ends with it, or on a new one; never on half of a link that was ended."""
    other = arrived_photograph(cast, leaf.story)
    for number in range(ROUNDS // 3):
        nele = persons.add_person(cast.family, f"Nele {number}", "", by=cast.ana)
        named = [
            involved.name_person(one.picture, nele, in_it=True, took_it=False, by=cast.ana) for one in (leaf, other)
        ]
        consent_links.ask(named[0], ["public"], by=cast.ana)
        row = ConsentLink.objects.get(involvement=named[0])
        at_once(
            partial(consent_links.end_link, row, by="person"),
            partial(consent_links.ask_by_their_link, named[1], ["public"], by=cast.ana),
        )
        rows = ConsentLink.objects.filter(involvement__in=named)
        assert not rows.filter(token_hash=row.token_hash).exists()
        assert Answer.objects.filter(involvement=named[1]).exists()
