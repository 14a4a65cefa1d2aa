"""Every step, one by one, and that there is no other."""

from itertools import product

import pytest

from held.consent.states import BEGINNING, NOES, OPEN, TABLE, WHOSE, Event, Place, Status, Whose, walk

ANSWERS = (Event.AGREE, Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW)
SPOKEN_TO = [standing for standing in Status if standing != Status.NOT_ASKED]
CLOSED = [standing for standing in SPOKEN_TO if standing not in OPEN]
EVERY_PLACE = [Place(standing, asked) for standing in Status for asked in range(4)]


def reachable() -> set[Place]:
    found, ahead = {BEGINNING}, [BEGINNING]
    while ahead:
        place = ahead.pop()
        ends = {end for event in Event if (end := walk(place, event))} - found
        found |= ends
        ahead += ends
        assert len(found) < 100, "it does not end"
    return found


def starts_of(event: Event) -> set[Place]:
    return {place for place in EVERY_PLACE if walk(place, event)}


def test_everything_begins_with_nobody_asked():
    assert Place(Status.NOT_ASKED, 0) == BEGINNING
    assert [event for event in Event if walk(BEGINNING, event)] == [Event.ASK]


def test_asking_is_the_first_step_and_is_taken_once():
    assert walk(BEGINNING, Event.ASK) == Place(Status.ASKED, 1)
    assert starts_of(Event.ASK) == {BEGINNING}


def test_it_is_repeated_once_without_an_answer_or_after_not_now():
    assert starts_of(Event.REPEAT) == {Place(Status.ASKED, 1), Place(Status.NOT_NOW, 1)}
    assert {walk(place, Event.REPEAT) for place in starts_of(Event.REPEAT)} == {Place(Status.ASKED, 2)}


def test_only_a_yes_of_somebody_asked_once_is_confirmed():
    assert starts_of(Event.CONFIRM) == {Place(Status.AGREED, 1)}
    assert walk(Place(Status.AGREED, 1), Event.CONFIRM) == Place(Status.CONFIRMING, 2)


def test_only_what_waits_to_be_confirmed_lapses():
    assert starts_of(Event.LAPSE) == {Place(Status.CONFIRMING, asked) for asked in range(4)}
    assert walk(Place(Status.CONFIRMING, 2), Event.LAPSE) == Place(Status.LAPSED, 2)


@pytest.mark.parametrize("standing", SPOKEN_TO)
@pytest.mark.parametrize("asked", [1, 2])
def test_yes_is_possible_from_everywhere(standing, asked):
    assert walk(Place(standing, asked), Event.AGREE) == Place(Status.AGREED, asked)


@pytest.mark.parametrize("standing", SPOKEN_TO)
@pytest.mark.parametrize("asked", [1, 2])
def test_not_now_is_possible_from_everywhere(standing, asked):
    assert walk(Place(standing, asked), Event.NOT_NOW) == Place(Status.NOT_NOW, asked)


@pytest.mark.parametrize("event", [Event.DECLINE, Event.WITHDRAW])
@pytest.mark.parametrize("asked", [1, 2])
def test_no_and_withdrawing_close_and_say_whether_there_was_a_yes(event, asked):
    for standing in SPOKEN_TO:
        had_agreed = standing in OPEN or standing == Status.WITHDRAWN
        expected = Status.WITHDRAWN if had_agreed else Status.DECLINED
        assert walk(Place(standing, asked), event) == Place(expected, asked)


@pytest.mark.parametrize("event", ANSWERS)
def test_who_was_not_asked_has_no_answer(event):
    assert walk(BEGINNING, event) is None


@pytest.mark.parametrize("event", ANSWERS)
def test_the_tenth_answer_is_as_possible_as_the_first(event):
    place = Place(Status.ASKED, 1)
    for answer in [*ANSWERS * 3, event]:
        place = walk(place, answer)
        assert place
    assert place.asked == 1


def test_an_answer_does_not_count_as_asking_again():
    for place, event in product(EVERY_PLACE, (*ANSWERS, Event.LAPSE)):
        end = walk(place, event)
        assert end is None or end.asked == place.asked


def test_the_known_answer_states_are_all_there_are():
    asked_twice = {Place(standing, 2) for standing in SPOKEN_TO}
    asked_once = {Place(standing, 1) for standing in SPOKEN_TO if standing not in {"confirming", "lapsed"}}
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
    assert OPEN.isdisjoint(NOES)
    assert set(Status) - OPEN - NOES == {Status.NOT_ASKED, Status.ASKED}


def test_only_a_persons_own_yes_leads_into_open():
    into = {event for (start, event), end in TABLE.items() if end in OPEN and start not in OPEN}
    assert into == {Event.AGREE}


def every_step_is_as_said_above() -> None:
    test_everything_begins_with_nobody_asked()
    test_asking_is_the_first_step_and_is_taken_once()
    test_it_is_repeated_once_without_an_answer_or_after_not_now()
    test_only_a_yes_of_somebody_asked_once_is_confirmed()
    test_only_what_waits_to_be_confirmed_lapses()
    for standing, asked in product(SPOKEN_TO, (1, 2)):
        test_yes_is_possible_from_everywhere(standing, asked)
        test_not_now_is_possible_from_everywhere(standing, asked)
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
