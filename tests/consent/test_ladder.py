"""The rule of the ladder, for every combination of asked scopes, former answers and steps."""

from collections.abc import Iterator
from itertools import combinations, product

import pytest

from held.consent.ladder import NARROW, NoSuchStep, Step, after, chosen, events, steps, untouched
from held.consent.scopes import KEEP, PRINT, READERS
from held.consent.states import OPEN, REFUSED, Event, Status

STATUSES = tuple(status for status in Status if status != Status.NOT_ASKED)
ASKED = [asked for many in (1, 2, 3) for asked in combinations(READERS, many)]


def combinations_of_answers() -> Iterator[dict[str, Status]]:
    for asked in ASKED:
        for statuses in product(STATUSES, repeat=len(asked)):
            yield dict(zip(asked, statuses, strict=True))


def every_press() -> Iterator[tuple[dict[str, Status], Step, dict[str, Status]]]:
    for before in combinations_of_answers():
        for step in steps(before):
            yield before, step, after(before, step)


def test_only_scopes_asked_are_steps_and_no_and_not_now():
    for asked in ASKED:
        assert steps(dict.fromkeys(asked, Status.ASKED)) == [*asked, "not-now", "no"]
    assert steps({KEEP: Status.ASKED, PRINT: Status.AGREED}) == []
    assert len(list(every_press())) == 3 * 7 * 3 + 3 * 7**2 * 4 + 7**3 * 5


def test_a_yes_covers_its_step_and_every_narrower_one():
    for before, step, now in every_press():
        if step not in NARROW:
            for scope in before:
                if READERS.index(scope) <= READERS.index(step):
                    assert now[scope] == Status.AGREED, (before, step)


def test_a_yes_ends_a_wider_yes_and_changes_nothing_else():
    for before, step, now in every_press():
        if step not in NARROW:
            for scope in before:
                if READERS.index(scope) > READERS.index(step):
                    withdrawn = before[scope] in {Status.AGREED, Status.CONFIRMING}
                    assert now[scope] == (Status.WITHDRAWN if withdrawn else before[scope]), (before, step)


def test_no_and_not_now_close_every_readers_scope_asked():
    for before, step, now in every_press():
        if step in NARROW:
            assert REFUSED - {Status.LAPSED} >= set(now.values()), (before, step)
        if step == Step.NOT_NOW:
            assert set(now.values()) == {Status.NOT_NOW}


def test_no_press_opens_a_scope_wider_than_its_step():
    for before, step, now in every_press():
        reach = -1 if step in NARROW else READERS.index(step)
        assert not any(now[scope] in OPEN and READERS.index(scope) > reach for scope in now), (before, step)


def test_keeping_print_and_press_are_never_touched():
    others = {KEEP: Status.AGREED, PRINT: Status.DECLINED, "outlet:0": Status.ASKED}
    for before, step, now in every_press():
        assert after({**before, **others}, step) == {**now, **others}
        assert not set(events({**before, **others}, step)) & set(others)


def test_a_step_that_was_not_asked_cannot_be_pressed():
    for asked in ASKED:
        for scope in set(READERS) - set(asked):
            with pytest.raises(NoSuchStep):
                events(dict.fromkeys(asked, Status.ASKED), Step(scope))
    for step in Step:
        with pytest.raises(NoSuchStep):
            events({KEEP: Status.ASKED}, step)


def test_the_step_that_was_pressed_is_the_one_chosen():
    for before, step, now in every_press():
        if Status.LAPSED not in now.values():
            assert chosen(now) == step, (before, step, now)


def test_a_chosen_step_says_exactly_who_may_see_it():
    for before in combinations_of_answers():
        step = chosen(before)
        opened = [scope for scope in READERS if before.get(scope) in OPEN]
        if step is None:
            continue
        assert not untouched(before)
        reach = [] if step in NARROW else [one for one in READERS[: READERS.index(step) + 1] if one in before]
        assert opened == reach, (before, step)
        if step in NARROW:
            said = {Status.NOT_NOW} if step == Step.NOT_NOW else {Status.DECLINED, Status.WITHDRAWN}
            assert said >= set(before.values())


def test_answers_that_fit_no_step_have_no_step_chosen():
    none = (
        {"named": Status.DECLINED, "public": Status.AGREED},
        {"named": Status.DECLINED, "link": Status.NOT_NOW},
        {"named": Status.DECLINED, "public": Status.ASKED},
        {"named": Status.AGREED, "link": Status.LAPSED},
        {"public": Status.LAPSED},
        {"named": Status.ASKED, "public": Status.ASKED},
    )
    for before in none:
        assert chosen(before) is None, before
    assert chosen({"named": Status.AGREED, "public": Status.ASKED}) == Step.NAMED
    assert chosen({"named": Status.CONFIRMING, "public": Status.DECLINED}) == Step.NAMED
    assert [untouched(before) for before in none] == [False] * 5 + [True]


def test_each_press_says_one_thing_to_each_scope():
    assert events({"named": Status.ASKED, "public": Status.AGREED}, Step.NAMED) == {
        "named": Event.AGREE,
        "public": Event.WITHDRAW,
    }
    assert events({"link": Status.ASKED, "public": Status.ASKED}, Step.LINK) == {"link": Event.AGREE}
    assert events({"link": Status.ASKED, "public": Status.AGREED}, Step.NO) == {
        "link": Event.DECLINE,
        "public": Event.DECLINE,
    }
