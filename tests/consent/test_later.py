"""What can be done by a link of each kind, in every case."""

from itertools import product

import pytest

from held.consent.later import Kind, counts, kind_of, still_no
from held.consent.models import Answer, Asking
from held.consent.outlets import kept_scope
from held.consent.states import OPEN, TABLE, Event, Place, Status, walk
from held.consent.transitions import Said, step

NO = (Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW)
ANSWERS = (Event.AGREE, *NO)
SAID_NO = {Status.DECLINED, Status.NOT_NOW, Status.WITHDRAWN}
STANDINGS = [one for one in Status if one != Status.NOT_ASKED]


@pytest.fixture
def links(mika):
    """A page of their own, the first link, two that parents made later, and one by somebody who is no parent."""
    made = [(0, True), (1, True), (2, True), (3, False)]
    rows = [{"token_hash": str(n), "later": n > 0, "by_parent": by_parent} for n, by_parent in made]
    return [None, *(Asking.objects.create(part=mika, **row) for row in rows)]


def stays(event: Event, standing: Status, kind: Kind | None) -> bool:
    """Whether the answer stays as it was: only a first link changes a no to a yes, or makes it weaker."""
    if kind == Kind.NO_ONLY:
        return event in {Event.AGREE, Event.NOT_NOW}
    weaker = event == Event.AGREE or (event == Event.NOT_NOW and standing != Status.NOT_NOW)
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
def test_a_consent_link_is_of_one_of_three_kinds(later, by_parent, kind):
    assert kind_of(later=later, by_parent=by_parent) == kind


@pytest.mark.parametrize("kind", [None, Kind.FIRST])
def test_by_a_first_link_and_a_page_of_their_own_everything_counts(kind):
    for event, standing, said_no in product(Event, Status, (True, False)):
        assert counts(event, standing, kind, said_no=said_no)


@pytest.mark.parametrize("kind", [Kind.LATER, Kind.NO_ONLY])
def test_by_the_others_every_no_counts_and_no_yes_over_a_no(kind):
    for event, standing in product(ANSWERS, STANDINGS):
        assert counts(event, standing, kind, said_no=False) == (not stays(event, standing, kind))
        if event != Event.AGREE:
            assert counts(event, standing, kind, said_no=True) == (not stays(event, standing, kind))
        assert not counts(Event.AGREE, standing, kind, said_no=True)


def test_a_lapsed_yes_does_not_count_as_a_no():
    assert counts(Event.AGREE, Status.LAPSED, Kind.LATER, said_no=False)
    assert not still_no(Event.LAPSE, None, said_no=False)


FAMILY_AND_TIME = [(event, None) for event in Event if event not in ANSWERS]
EVERYTHING = [*product(ANSWERS, (None, *Kind)), *FAMILY_AND_TIME]


def after(standing: Status, asked: int, said_no: bool, event: Event, kind: Kind | None):
    """The result of `step` for an answer, without its tables."""
    if not counts(event, standing, kind, said_no=said_no):
        return standing, asked, said_no
    place = walk(Place(standing, asked), event)
    if place is None:
        return standing, asked, said_no
    return place.standing, place.asked, still_no(event, kind, said_no=said_no)


def test_no_sequence_of_four_events_lets_a_later_link_turn_a_no():
    """Every sequence of four answers, by each kind of link, with steps of the family and of time between them."""
    for sequence in product(EVERYTHING, repeat=4):
        now, no_stands = (Status.ASKED, 1, False), False
        for event, kind in sequence:
            if event in NO and (kind != Kind.NO_ONLY or event != Event.NOT_NOW):
                no_stands = True
            elif event == Event.AGREE and kind in {None, Kind.FIRST}:
                no_stands = False
            now = after(*now, event, kind)
            assert not (no_stands and now[0] in OPEN), sequence
            assert no_stands or event != Event.AGREE or kind == Kind.NO_ONLY or now[0] in OPEN, sequence


def test_a_no_that_a_family_step_forgets_is_found(monkeypatch):
    """Planted: the no is kept only until the family asks once more."""
    keeps = still_no

    def forgets(event: Event, kind: Kind | None, *, said_no: bool) -> bool:
        return event != Event.REPEAT and keeps(event, kind, said_no=said_no)

    monkeypatch.setitem(globals(), "still_no", forgets)
    with pytest.raises(AssertionError):
        test_no_sequence_of_four_events_lets_a_later_link_turn_a_no()


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
    """Whatever was said before, by any link and in any order; even a no by the same link that says yes now."""
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


def test_after_not_now_the_first_link_can_still_say_yes(mika, links):
    step(mika, "public", Event.ASK, by="family")
    step(mika, "public", Event.NOT_NOW, by="person", said=Said("x", "en", links[1]))
    assert step(mika, "public", Event.AGREE, by="person", said=Said("x", "en", links[2])).standing not in OPEN
    step(mika, "public", Event.REPEAT, by="family")
    for link in links[2:]:
        assert step(mika, "public", Event.AGREE, by="person", said=Said("x", "en", link)).standing == Status.ASKED
    assert step(mika, "public", Event.AGREE, by="person", said=Said("x", "en", links[1])).standing in OPEN


def test_a_no_cannot_be_made_a_not_now_that_is_asked_for_once_more(mika, links):
    step(mika, "public", Event.ASK, by="family")
    step(mika, "public", Event.DECLINE, by="person", said=Said("x", "en", links[2]))
    step(mika, "public", Event.NOT_NOW, by="person", said=Said("x", "en", links[2]))
    assert step(mika, "public", Event.REPEAT, by="family") is None
    assert step(mika, "public", Event.AGREE, by="person", said=Said("x", "en", links[2])).standing not in OPEN
