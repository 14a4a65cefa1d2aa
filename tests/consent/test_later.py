"""What can be done by a link of each kind, in every case there is."""

from itertools import product

import pytest

from held.consent.later import Kind, counts, kind_of
from held.consent.models import Answer, Asking
from held.consent.outlets import kept_scope
from held.consent.stepping import Said, step
from held.consent.table import OPEN, TABLE, Event, Standing

NO = (Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW)
ANSWERS = (Event.AGREE, *NO)
SAID_NO = {Standing.DECLINED, Standing.NOT_NOW, Standing.WITHDRAWN}
STANDINGS = [one for one in Standing if one != Standing.NOT_ASKED]


@pytest.fixture
def links(mika):
    """A page of their own, the first link, two that parents made later, and one of somebody who is no parent."""
    made = [(0, True), (1, True), (2, True), (3, False)]
    rows = [{"token_hash": str(n), "later": n > 0, "by_parent": by_parent} for n, by_parent in made]
    return [None, *(Asking.objects.create(part=mika, **row) for row in rows)]


def stays(event: Event, standing: Standing, kind: Kind | None) -> bool:
    """Whether the answer stays as it was: nobody but a first link changes a no to a yes, or makes it weaker."""
    if kind == Kind.NO_ONLY:
        return event in {Event.AGREE, Event.NOT_NOW}
    weaker = event == Event.AGREE or (event == Event.NOT_NOW and standing != Standing.NOT_NOW)
    return kind == Kind.LATER and weaker and standing in SAID_NO


@pytest.mark.parametrize(
    ("later", "by_parent", "kind"),
    [
        (False, True, Kind.FIRST),
        (True, True, Kind.LATER),
        (False, False, Kind.NO_ONLY),
        (True, False, Kind.NO_ONLY),
    ],
)
def test_a_link_is_of_one_of_three_kinds(later, by_parent, kind):
    assert kind_of(later=later, by_parent=by_parent) == kind


@pytest.mark.parametrize("kind", [None, Kind.FIRST])
def test_by_a_first_link_and_a_page_of_their_own_everything_counts(kind):
    assert all(counts(event, standing, kind) for event, standing in product(Event, Standing))


@pytest.mark.parametrize("kind", [Kind.LATER, Kind.NO_ONLY])
def test_by_the_others_every_no_counts_and_no_yes_over_a_no(kind):
    for event, standing in product(ANSWERS, STANDINGS):
        assert counts(event, standing, kind) == (not stays(event, standing, kind))
        assert counts(Event.DECLINE, standing, kind)
        assert counts(Event.WITHDRAW, standing, kind)


def test_what_lapsed_nobody_said():
    assert counts(Event.AGREE, Standing.LAPSED, Kind.LATER)


@pytest.mark.parametrize("event", ANSWERS)
def test_each_answer_is_a_step_of_the_table_or_changes_nothing(mika, links, event):
    for number, (standing, before, mine) in enumerate(product(STANDINGS, links, links)):
        scope, was = f"outlet:{number}", before and before.pk
        Answer.objects.create(part=mika, scope=scope, standing=standing, asked=1, turn=4, link=was)
        step(mika, scope, event, by="person", said=Said("", "en", mine))
        kept = Answer.objects.get(scope=scope)
        if stays(event, standing, mine and mine.kind):
            assert (kept.standing, kept.turn, kept.link) == (standing, 4, was)
        else:
            assert (kept.standing, kept.turn, kept.link) == (TABLE[standing, event], 5, mine and mine.pk)


def test_after_any_no_only_the_first_link_or_their_own_page_says_yes(mika, links):
    """Whatever was said before, by which link and in which order; also a no by the very link that says yes now."""
    may = {links[0], links[1]}
    for number, (first, no, second, event) in enumerate(product(links, NO[:2], links, ANSWERS[:3])):
        if first == links[4] and no == Event.NOT_NOW:
            continue  # it is no answer by that link, so nobody said no
        scope = f"press:{number}"
        step(mika, scope, Event.ASK, by="family")
        step(mika, scope, no, by="person", said=Said("x", "en", first))
        step(mika, scope, event, by="person", said=Said("x", "en", second))
        agreed = Answer.objects.get(scope=kept_scope(mika.person.family, scope)).standing in OPEN
        assert agreed == (event == Event.AGREE and second in may), (first, no, second, event)
        if not agreed:
            for last in links[2:]:
                assert step(mika, scope, Event.AGREE, by="person", said=Said("x", "en", last)).standing not in OPEN


def test_who_said_not_now_and_is_asked_once_more_can_answer_by_a_parents_new_link(mika, links):
    step(mika, "public", Event.ASK, by="family")
    step(mika, "public", Event.NOT_NOW, by="person", said=Said("x", "en", links[1]))
    assert step(mika, "public", Event.AGREE, by="person", said=Said("x", "en", links[2])).standing not in OPEN
    step(mika, "public", Event.REPEAT, by="family")
    assert step(mika, "public", Event.AGREE, by="person", said=Said("x", "en", links[4])).standing not in OPEN
    assert step(mika, "public", Event.AGREE, by="person", said=Said("x", "en", links[2])).standing in OPEN


def test_a_no_cannot_be_made_a_not_now_that_is_asked_for_once_more(mika, links):
    step(mika, "public", Event.ASK, by="family")
    step(mika, "public", Event.DECLINE, by="person", said=Said("x", "en", links[2]))
    step(mika, "public", Event.NOT_NOW, by="person", said=Said("x", "en", links[2]))
    assert step(mika, "public", Event.REPEAT, by="family") is None
    assert step(mika, "public", Event.AGREE, by="person", said=Said("x", "en", links[2])).standing not in OPEN
