"""Slots are few, each key has its share, few may wait, and a slot comes back however its block ends."""

from threading import Event, Thread

import pytest

from held.web.slots import Slots


def test_a_slot_is_given_back_however_its_block_ends():
    slots = Slots(1)
    with pytest.raises(RuntimeError), slots.one() as got:
        assert got
        with slots.one() as second:
            assert not second
        raise RuntimeError
    with slots.one() as again:
        assert again


def test_nobody_takes_more_than_their_share():
    slots = Slots(3, each=2)
    assert [slots.take("one") for _time in range(3)] == [True, True, False]
    assert slots.take("another")
    assert not slots.take("a third")
    slots.give_back("one")
    assert slots.take("a third")


def test_a_slot_counts_under_every_key_it_is_taken_by():
    slots = Slots(6, each={"person": 2, "family": 3})
    assert [slots.take("person 1", "family 1") for _time in range(3)] == [True, True, False]
    assert [slots.take("person 2", "family 1") for _time in range(2)] == [True, False]
    assert slots.take("person 3", "family 2")
    slots.give_back("person 1", "family 1")
    assert slots.take("person 2", "family 1")


def test_who_waits_gets_the_slot_that_becomes_free():
    slots, begun, got = Slots(1, waiting=1), Event(), []

    def wait():
        begun.set()
        got.append(slots.take("later", wait=60))

    assert slots.take("first")
    waiter = Thread(target=wait)
    waiter.start()
    assert begun.wait(60)
    slots.give_back("first")
    waiter.join(60)
    assert got == [True]
    assert not slots.take("first")


def test_nobody_waits_where_enough_wait_already():
    slots = Slots(1, waiting=0)
    assert slots.take()
    assert not slots.take(wait=60)


def test_what_holds_nothing_is_forgotten():
    slots = Slots(2)
    for number in range(100):
        assert slots.take(str(number))
        slots.give_back(str(number))
    assert not slots._taken
