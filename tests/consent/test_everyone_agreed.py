"""What is open, in every state that three people and their pictures can reach.

No step and no judgement is given the scope, so one walk covers every scope; this module also tests that scopes, and
pictures, do not affect one another.
"""

from itertools import product
from math import comb
from random import Random

import pytest

from held.consent.everyone_agreed import Facts, opens
from held.consent.states import ASKED_BEFORE, BEGINNING, OPEN, REFUSED, TABLE, AnswerState, Event, Status, next_state
from tests.consent.walking import Walk, facts, keep

OF_A_PERSON = 14  # states of a named person's part: 13, and whether “not now” came before a second question
STATES = (
    comb(2 * (OF_A_PERSON + 1) + 2, 3) * 4
)  # of three people alike, each a parent or not, and two facts of a picture
SEED = 20261125
NAMES = {
    "answers": "who was asked can answer, and nobody else",
    "twice": "nobody is asked more than twice",
    "one step": "a yes opens and a no closes, in one step",
    "own yes": "neither family nor time turns anything into a yes",
    "last word": "open is who last said yes, and it has not lapsed",
    "at once": "a no of anyone closes at once",
    "asking": "asking, naming and time open nothing",
    "all": "open is: all are told, no parent is missed, and everybody’s last word is yes",
    "one part": "one step moves one part of one person",
    "picture": "what happens to one picture changes nothing of another",
    "scope": "an answer for one scope changes no other",
}


@pytest.fixture(scope="module")
def three_people() -> Walk:
    return Walk(people=3).everywhere()


@pytest.mark.parametrize("agreed", sorted(OPEN))
def test_it_is_open_when_everybody_is_told_and_agrees(agreed):
    for count in (1, 2, 3):
        assert opens(Facts(True, False, (agreed,) * count))


@pytest.mark.parametrize("other", sorted({*REFUSED, Status.ASKED, Status.NOT_ASKED}))
def test_one_person_who_does_not_agree_closes_the_photo(other):
    yes = Status.AGREED
    for statuses in [(other,), (other, yes), (yes, other), (yes, other, yes), (other, other)]:
        assert not opens(Facts(True, False, statuses))


def test_it_is_closed_while_somebody_may_be_missing():
    yes = (Status.AGREED,)
    assert not opens(Facts(False, False, yes))
    assert not opens(Facts(True, True, yes))
    assert not opens(Facts(True, False, ()))


def test_every_state_of_three_people_keeps_every_rule(three_people, capsys):
    walked, open_ones = len(three_people.seen), sum(map(any, three_people.seen.values()))
    with capsys.disabled():
        print(
            f"\n{walked} states of 3 people and a picture, {open_ones} of them open, {two_pictures(3)} of two pictures"
        )
    assert not three_people.wrong
    assert walked == STATES == 19_840
    assert open_ones


def two_pictures(people: int) -> int:
    """States of two pictures that do not affect one another: each person is a parent or not, and has a part in each."""
    return comb(2 * (OF_A_PERSON + 1) ** 2 + people - 1, people) * 4**2


def test_two_pictures_of_one_person_are_the_product_of_each_alone():
    both = Walk(people=1, pictures=2).everywhere()
    assert not both.wrong
    assert len(both.seen) == two_pictures(1) == 7_200


def test_two_scopes_of_one_person_are_the_product_of_each_alone():
    both = Walk(people=1, scopes=2).everywhere()
    assert not both.wrong
    assert len(both.seen) == 2 * (OF_A_PERSON**2 + 1) * 4


def test_a_step_keeps_nothing_and_looks_at_nothing_but_its_place():
    states = {BEGINNING} | {AnswerState(status, asked) for status in Status for asked in (1, 2)}
    asked = list(product(sorted(states, key=repr), Event))
    first = {question: next_state(*question) for question in asked}
    for before, question in product(asked, asked):
        next_state(*before)
        assert next_state(*question) == first[question]


class NotLookedAt:
    """Takes the place of the other picture or scope, and lets nobody read it."""

    def _refuse(self, *_given):
        raise AssertionError("the other one was looked at")

    __bool__ = __len__ = __iter__ = __getitem__ = __eq__ = __hash__ = __contains__ = __index__ = __repr__ = _refuse


OTHER = NotLookedAt()


@pytest.mark.parametrize("other", ["picture", "scope"])
def test_a_photo_is_decided_without_other_photos_or_scopes(three_people, other):
    steps = three_people.steps
    for (said,), people in three_people.seen:
        if other == "picture":
            family = ((said, OTHER), tuple((parent, (*parts, OTHER)) for parent, parts in people))
        else:
            family = ((said,), tuple((parent, ((*there, OTHER) if there else (),)) for parent, (there,) in people))
        assert facts(steps.parts, family, (0, 0)) == facts(steps.parts, ((said,), people), (0, 0))
    for number, event in product(range(OF_A_PERSON), Event):
        end = steps.after[number, event]
        kept = keep(((number,), OTHER) if other == "picture" else ((number, OTHER),), (0, 0), end)
        assert kept[0][0] is end
        assert (kept[1] if other == "picture" else kept[0][1]) is OTHER


@pytest.mark.parametrize("size", [(3, 2, 1), (3, 2, 2), (3, 1, 3)])
def test_anywhere_among_more_pictures_and_scopes_every_rule_is_kept(size):
    assert not Walk(*size).about(Random(SEED), 4_000).wrong


@pytest.mark.parametrize(
    ("start", "event", "end", "fault"),
    [
        (Status.AGREED, Event.NOT_NOW, Status.AGREED, "one step"),
        (Status.CONFIRMING, Event.WITHDRAW, Status.CONFIRMING, "one step"),
        (Status.DECLINED, Event.AGREE, Status.DECLINED, "one step"),
        (Status.CONFIRMING, Event.LAPSE, Status.AGREED, "last word"),
        (Status.ASKED, Event.LAPSE, Status.AGREED, "own yes"),
        (Status.LAPSED, Event.LAPSE, Status.AGREED, "own yes"),
        (Status.NOT_ASKED, Event.ASK, Status.AGREED, "own yes"),
        (Status.NOT_NOW, Event.REPEAT, Status.AGREED, "own yes"),
        (Status.WITHDRAWN, Event.CONFIRM, Status.CONFIRMING, "own yes"),
        (Status.NOT_ASKED, Event.AGREE, Status.AGREED, "answers"),
        (Status.WITHDRAWN, Event.AGREE, None, "answers"),
        (Status.CONFIRMING, Event.NOT_NOW, None, "answers"),
        (Status.AGREED, Event.CONFIRM, Status.ASKED, "last word"),
    ],
)
def test_a_fault_planted_in_the_table_is_found(monkeypatch, start, event, end, fault):
    monkeypatch.setitem(TABLE, (start, event), end)
    assert NAMES[fault] in Walk(people=2).everywhere().wrong


@pytest.mark.parametrize("limits", [{Event.REPEAT: 1}, {Event.CONFIRM: 1}, {Event.ASK: 0}])
def test_an_asking_that_is_not_counted_is_found(monkeypatch, limits):
    for event in limits:
        monkeypatch.delitem(ASKED_BEFORE, event)
    assert NAMES["twice"] in Walk(people=2).everywhere().wrong


def asking_without_end(state: AnswerState, event: Event) -> AnswerState | None:
    end = TABLE.get((state.status, event))
    return end and AnswerState(end, state.asked + (event in ASKED_BEFORE))


def test_a_fault_that_asks_without_end_is_found():
    assert NAMES["twice"] in Walk(people=2, step=asking_without_end).everywhere().wrong


@pytest.mark.parametrize(
    "judge",
    [
        lambda known: known.list_complete and not known.a_parent_unasked and any(s in OPEN for s in known.statuses),
        lambda known: known.list_complete and not known.a_parent_unasked and OPEN.issuperset(known.statuses),
        lambda known: known.list_complete and opens(Facts(True, False, known.statuses)),
        lambda known: opens(Facts(True, known.a_parent_unasked, known.statuses)),
        lambda known: opens(known) and known.statuses[0] != Status.CONFIRMING,
        lambda known: opens(Facts(known.list_complete, known.a_parent_unasked, known.statuses[:1])),
        lambda known: opens(known) and len(known.statuses) < 2,
        lambda known: opens(known) or known.statuses == (Status.LAPSED, Status.AGREED),
        lambda known: opens(known) or {Status.NOT_ASKED, Status.AGREED} == set(known.statuses),
        lambda _known: True,
        lambda _known: False,
    ],
)
def test_every_wrong_rule_for_opening_is_found(judge):
    assert Walk(people=2, judge=judge).everywhere().wrong


def test_a_no_that_closes_only_for_oneself_is_found():
    def anyone(known: Facts) -> bool:
        return known.list_complete and bool(OPEN & set(known.statuses))

    assert NAMES["at once"] in Walk(people=2, judge=anyone).everywhere().wrong


def test_a_step_that_reaches_another_picture_is_found():
    def reaching(parts, where, end):
        return tuple((end,) if there else () for there in parts)

    wrong = Walk(people=1, pictures=2, store=reaching).everywhere().wrong
    assert wrong[NAMES["one part"]]
    assert wrong[NAMES["picture"]]


def test_a_step_that_reaches_another_scope_is_found():
    def reaching(parts, where, end):
        return keep(parts, where, end) if 0 in parts[0] else ((end,) * len(parts[0]),)  # once both were asked about

    wrong = Walk(people=1, scopes=2, store=reaching).everywhere().wrong
    assert wrong[NAMES["one part"]]
    assert wrong[NAMES["scope"]]


def test_the_check_notices_a_look_at_another_photo():
    with pytest.raises(AssertionError, match="looked at"):
        bool(OTHER)
    with pytest.raises(AssertionError, match="looked at"):
        keep(((0,), OTHER), (1, 0), 0)
