"""Two people press at the same moment: nothing is recorded twice, nothing fails, and the record stays whole."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from held.consent import answering, consent_links, involvement
from held.consent.models import Answer, Asking, Part, ProofLine
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
def parts(cast, leaf) -> list[Part]:
    """Mika and Omar are in it."""
    named = [persons.add_person(cast.family, called, "", by=cast.ana) for called in ("Mika", "Omar")]
    return [involvement.name_person(leaf.picture, one, in_it=True, took_it=False, by=cast.ana) for one in named]


def test_one_form_that_arrives_twice_asks_once(cast, parts):
    for number in range(ROUNDS):
        ask = partial(consent_links.ask, parts[0], ["public"], by=cast.ana, once=f"form {number}")
        first, second = at_once(ask, ask)
        assert first == second
    assert Asking.objects.count() == ROUNDS
    assert Answer.objects.count() == 1
    assert not broken_chains()


def test_many_answers_of_one_family_are_lines_one_after_the_other(cast, parts):
    for part in parts:
        consent_links.ask(part, ["public", "named"], by=cast.ana)
    for event in (Event.AGREE, Event.WITHDRAW) * ROUNDS:
        at_once(
            *[
                partial(answering.answer, part, scope, event, language="en")
                for part in parts
                for scope in ("public", "named")
            ]
        )
    numbers = list(ProofLine.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 4 + 4 * 2 * ROUNDS + 1))
    assert not broken_chains()


def test_a_yes_and_a_no_at_once_are_kept_one_by_one(cast, parts):
    consent_links.ask(parts[0], ["public"], by=cast.ana)
    for _ in range(ROUNDS):
        before = Answer.objects.get().turn
        at_once(
            partial(answering.answer, parts[0], "public", Event.AGREE, language="en"),
            partial(answering.answer, parts[0], "public", Event.DECLINE, language="en"),
        )
        assert Answer.objects.get().turn == before + 2
    assert not broken_chains()


def test_an_answer_during_a_withdrawal_comes_before_or_after(cast, parts):
    consent_links.ask(parts[0], ["named", "public"], by=cast.ana)
    for _ in range(ROUNDS):
        answering.answer(parts[0], "named", Event.AGREE, language="en")
        answering.answer(parts[0], "public", Event.DECLINE, language="en")
        lines = ProofLine.objects.count()
        at_once(
            partial(answering.withdraw, parts[0]),
            partial(answering.answer, parts[0], "public", Event.AGREE, language="en"),
        )
        last = [link.told["act"] for link in all_lines()[lines:]]
        assert last in (["withdraw", "agree"], ["agree", "withdraw", "withdraw"])
        after = Status.AGREED if last[0] == "withdraw" else Status.WITHDRAWN
        assert Answer.objects.get(scope="public").standing == after


def test_no_yes_by_a_later_link_follows_a_no_of_the_same_moment(cast, parts):
    consent_links.ask(parts[0], ["public"], by=cast.ana)
    consent_links.link_anew(parts[0], by=cast.ana)
    first, later = Asking.objects.order_by("later")
    for _ in range(ROUNDS):
        answering.answer(parts[0], "public", Event.AGREE, language="en", link=first)
        at_once(
            partial(answering.answer, parts[0], "public", Event.DECLINE, language="en", link=first),
            partial(answering.answer, parts[0], "public", Event.AGREE, language="en", link=later),
        )
        assert Answer.objects.get().standing == Status.WITHDRAWN


def test_only_one_of_two_links_made_at_once_is_the_first(cast, parts):
    for part in parts:
        ask = partial(consent_links.ask, part, ["public"], by=cast.ana)
        at_once(ask, ask)
        assert sorted(Asking.objects.filter(part=part).values_list("later", flat=True)) == [False, True]
