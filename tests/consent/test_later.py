"""What can be done by a link that was made later, in every case there is."""

from itertools import product

import pytest

from held.consent.later import counts, is_no_of_another
from held.consent.models import Answer, Asking
from held.consent.outlets import kept_scope
from held.consent.stepping import Said, step
from held.consent.table import OPEN, TABLE, Event, Standing

NO = (Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW)
ANSWERS = (Event.AGREE, *NO)
NOES = {Standing.DECLINED, Standing.NOT_NOW, Standing.WITHDRAWN}
STANDINGS = [one for one in Standing if one != Standing.NOT_ASKED]


@pytest.fixture
def links(mika):
    """A page of their own, the first link, and two that were made later."""
    return [None, *(Asking.objects.create(part=mika, token_hash=str(n), later=n > 0) for n in range(3))]


def stays(event: Event, standing: Standing) -> bool:
    """Of a no of another, what is not turned round nor made weaker."""
    return event == Event.AGREE or (event == Event.NOT_NOW and standing != Standing.NOT_NOW)


@pytest.mark.parametrize("own", [True, False])
def test_by_a_first_link_everything_counts(own):
    for event, standing in product(Event, Standing):
        assert counts(event, standing, later=False, own=own)
        assert not is_no_of_another(standing, later=False, own=own)


@pytest.mark.parametrize("own", [True, False])
def test_by_a_later_one_all_counts_but_what_would_turn_round_a_no_of_another(own):
    for event, standing in product(ANSWERS, STANDINGS):
        anothers = standing in NOES and not own
        assert is_no_of_another(standing, later=True, own=own) == anothers
        assert counts(event, standing, later=True, own=own) == (not (anothers and stays(event, standing)))


def test_what_lapsed_nobody_said(mika):
    assert counts(Event.AGREE, Standing.LAPSED, later=True, own=False)


@pytest.mark.parametrize("event", ANSWERS)
def test_each_answer_is_a_step_of_the_table_or_leaves_a_no_as_it_was(mika, links, event):
    for number, (standing, before, mine) in enumerate(product(STANDINGS, links, links)):
        scope, was = f"outlet:{number}", before and before.pk
        Answer.objects.create(part=mika, scope=scope, standing=standing, asked=1, turn=4, link=was)
        step(mika, scope, event, by="person", said=Said("", "en", mine))
        kept = Answer.objects.get(scope=scope)
        anothers = bool(mine and mine.later) and standing in NOES and before != mine
        if anothers and stays(event, standing):
            assert (kept.standing, kept.turn) == (standing, 4)
            assert kept.link == (was if event == Event.AGREE else None)
        else:
            assert (kept.standing, kept.turn) == (TABLE[standing, event], 5)
            assert kept.link == (None if anothers else mine and mine.pk)


def test_a_yes_by_a_later_link_opens_only_where_nobody_else_said_no(mika, links):
    """Whatever was said before and in whatever order, also a yes that nobody heard."""
    said = product(product(links, NO), product(links, ANSWERS), links[2:])
    for number, ((first, no), (second, event), yes) in enumerate(said):
        scope = f"press:{number}"
        step(mika, scope, Event.ASK, by="family")
        step(mika, scope, no, by="person", said=Said("x", "en", first))
        step(mika, scope, event, by="person", said=Said("x", "en", second))
        agreed = Answer.objects.get(scope=kept_scope(mika.person.family, scope)).standing in OPEN
        assert agreed == (event == Event.AGREE and (second in {first, links[0], links[1]})), (first, no, second, event)
        if not agreed:
            opened = step(mika, scope, Event.AGREE, by="person", said=Said("x", "en", yes)).standing in OPEN
            noes = {first, second} if event != Event.AGREE else {first}
            assert opened == (noes == {yes})


def test_whoever_said_not_now_and_is_asked_once_more_can_answer_by_the_new_link(mika, links):
    step(mika, "public", Event.ASK, by="family")
    step(mika, "public", Event.NOT_NOW, by="person", said=Said("x", "en", links[1]))
    assert step(mika, "public", Event.AGREE, by="person", said=Said("x", "en", links[2])).standing not in OPEN
    step(mika, "public", Event.REPEAT, by="family")
    assert step(mika, "public", Event.AGREE, by="person", said=Said("x", "en", links[2])).standing in OPEN


def test_a_no_cannot_be_made_a_not_now_that_is_asked_for_once_more(mika, links):
    step(mika, "public", Event.ASK, by="family")
    step(mika, "public", Event.DECLINE, by="person", said=Said("x", "en", links[1]))
    step(mika, "public", Event.NOT_NOW, by="person", said=Said("x", "en", links[2]))
    assert step(mika, "public", Event.REPEAT, by="family") is None
    assert step(mika, "public", Event.AGREE, by="person", said=Said("x", "en", links[2])).standing not in OPEN
