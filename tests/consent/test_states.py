"""Every step, one by one, and that there is no other."""

from itertools import product

import pytest

from held.consent.states import BEGINNING, OPEN, REFUSED, TABLE, WHOSE, AnswerState, Event, Status, Whose, next_state

ANSWERS = (Event.AGREE, Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW)
SPOKEN_TO = [status for status in Status if status != Status.NOT_ASKED]
CLOSED = [status for status in SPOKEN_TO if status not in OPEN]
EVERY_STATE = [AnswerState(status, asked) for status in Status for asked in range(4)]


def reachable() -> set[AnswerState]:
    found, ahead = {BEGINNING}, [BEGINNING]
    while ahead:
        state = ahead.pop()
        ends = {end for event in Event if (end := next_state(state, event))} - found
        found |= ends
        ahead += ends
        assert len(found) < 100, "it does not end"
    return found


def starts_of(event: Event) -> set[AnswerState]:
    return {state for state in EVERY_STATE if next_state(state, event)}


def test_everything_begins_with_nobody_asked():
    assert AnswerState(Status.NOT_ASKED, 0) == BEGINNING
    assert [event for event in Event if next_state(BEGINNING, event)] == [Event.ASK]


def test_asking_is_the_first_step_and_is_taken_once():
    assert next_state(BEGINNING, Event.ASK) == AnswerState(Status.ASKED, 1)
    assert starts_of(Event.ASK) == {BEGINNING}


def test_it_is_repeated_once_without_an_answer_or_after_not_now():
    assert starts_of(Event.REPEAT) == {AnswerState(Status.ASKED, 1), AnswerState(Status.NOT_NOW, 1)}
    assert {next_state(state, Event.REPEAT) for state in starts_of(Event.REPEAT)} == {AnswerState(Status.ASKED, 2)}


def test_only_a_yes_of_somebody_asked_once_is_confirmed():
    assert starts_of(Event.CONFIRM) == {AnswerState(Status.AGREED, 1)}
    assert next_state(AnswerState(Status.AGREED, 1), Event.CONFIRM) == AnswerState(Status.CONFIRMING, 2)


def test_only_what_waits_to_be_confirmed_lapses():
    assert starts_of(Event.LAPSE) == {AnswerState(Status.CONFIRMING, asked) for asked in range(4)}
    assert next_state(AnswerState(Status.CONFIRMING, 2), Event.LAPSE) == AnswerState(Status.LAPSED, 2)


@pytest.mark.parametrize("status", SPOKEN_TO)
@pytest.mark.parametrize("asked", [1, 2])
def test_yes_is_possible_from_everywhere(status, asked):
    assert next_state(AnswerState(status, asked), Event.AGREE) == AnswerState(Status.AGREED, asked)


@pytest.mark.parametrize("status", SPOKEN_TO)
@pytest.mark.parametrize("asked", [1, 2])
def test_not_now_is_possible_from_everywhere(status, asked):
    assert next_state(AnswerState(status, asked), Event.NOT_NOW) == AnswerState(Status.NOT_NOW, asked)


@pytest.mark.parametrize("event", [Event.DECLINE, Event.WITHDRAW])
@pytest.mark.parametrize("asked", [1, 2])
def test_no_and_withdrawing_close_and_say_whether_there_was_a_yes(event, asked):
    for status in SPOKEN_TO:
        had_agreed = status in OPEN or status == Status.WITHDRAWN
        expected = Status.WITHDRAWN if had_agreed else Status.DECLINED
        assert next_state(AnswerState(status, asked), event) == AnswerState(expected, asked)


@pytest.mark.parametrize("event", ANSWERS)
def test_who_was_not_asked_has_no_answer(event):
    assert next_state(BEGINNING, event) is None


@pytest.mark.parametrize("event", ANSWERS)
def test_the_tenth_answer_is_as_possible_as_the_first(event):
    state = AnswerState(Status.ASKED, 1)
    for answer in [*ANSWERS * 3, event]:
        state = next_state(state, answer)
        assert state
    assert state.asked == 1


def test_an_answer_does_not_count_as_asking_again():
    for state, event in product(EVERY_STATE, (*ANSWERS, Event.LAPSE)):
        end = next_state(state, event)
        assert end is None or end.asked == state.asked


def test_the_known_answer_states_are_all_there_are():
    asked_twice = {AnswerState(status, 2) for status in SPOKEN_TO}
    asked_once = {AnswerState(status, 1) for status in SPOKEN_TO if status not in {"confirming", "lapsed"}}
    assert reachable() == {BEGINNING} | asked_once | asked_twice


def test_the_table_has_exactly_the_known_transitions():
    assert len(TABLE) == 5 + len(SPOKEN_TO) * len(ANSWERS)
    assert {start for start, _ in TABLE} == set(Status)


def test_every_event_belongs_to_person_family_or_time():
    assert set(WHOSE) == set(Event)
    assert {event for event in Event if WHOSE[event] == Whose.PERSON} == set(ANSWERS)
    assert {event for event in Event if WHOSE[event] == Whose.FAMILY} == {Event.ASK, Event.REPEAT}
    assert {event for event in Event if WHOSE[event] == Whose.TIME} == {Event.CONFIRM, Event.LAPSE}


def test_open_and_no_are_all_there_is_beside_no_answer():
    assert {Status.AGREED, Status.CONFIRMING} == OPEN
    assert OPEN.isdisjoint(REFUSED)
    assert set(Status) - OPEN - REFUSED == {Status.NOT_ASKED, Status.ASKED}


def test_only_a_persons_own_yes_leads_into_open():
    into = {event for (start, event), end in TABLE.items() if end in OPEN and start not in OPEN}
    assert into == {Event.AGREE}


def every_step_is_as_said_above() -> None:
    test_everything_begins_with_nobody_asked()
    test_asking_is_the_first_step_and_is_taken_once()
    test_it_is_repeated_once_without_an_answer_or_after_not_now()
    test_only_a_yes_of_somebody_asked_once_is_confirmed()
    test_only_what_waits_to_be_confirmed_lapses()
    for status, asked in product(SPOKEN_TO, (1, 2)):
        test_yes_is_possible_from_everywhere(status, asked)
        test_not_now_is_possible_from_everywhere(status, asked)
    for event, asked in product((Event.DECLINE, Event.WITHDRAW), (1, 2)):
        test_no_and_withdrawing_close_and_say_whether_there_was_a_yes(event, asked)


def test_no_cell_of_the_table_can_hold_anything_else(monkeypatch):
    every_step_is_as_said_above()
    planted = 0
    for cell, other in product(product(Status, Event), (*Status, None)):
        if TABLE.get(cell) != other:
            with monkeypatch.context() as patch, pytest.raises(AssertionError):
                patch.setitem(TABLE, cell, other)
                every_step_is_as_said_above()
            planted += 1
    assert planted == len(Status) * len(Event) * len(Status)


def test_an_answer_state_cannot_be_changed():
    with pytest.raises(AttributeError):
        BEGINNING.asked = 1


def test_stored_names_of_states_and_events_are_fixed():
    assert " ".join(Status) == "not_asked asked agreed confirming declined not_now withdrawn lapsed"
    assert " ".join(Event) == "ask repeat confirm agree decline not_now withdraw lapse"
