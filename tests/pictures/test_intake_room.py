"""Disk space is reserved for each photograph that arrives, and released no matter how it ends."""

import errno
import shutil
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from held.pictures import intake, vault
from held.pictures.intake import Arriving
from held.pictures.recognising import NotKept, Why
from tests.drawn import drawn_png
from tests.pictures.arriving import arrive, kept, keys, nothing_stays


def test_a_nearly_full_disk_is_told_before_anything_is_laid_down(cast, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=intake.ROOM))
    before = keys()
    with pytest.raises(NotKept) as told:
        arrive(cast.family, drawn_png())
    assert told.value.why == Why.NO_ROOM
    assert nothing_stays(before)


@pytest.fixture
def room_for_two(monkeypatch):
    free = intake.ROOM + 2 * intake.MOST_BYTES
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))


def begun(cast) -> Arriving:
    arriving = Arriving(cast.family, "a.png")
    arriving.write(drawn_png())
    return arriving


def has_room(cast) -> bool:
    arriving = begun(cast)
    arriving.give_up()
    return arriving._refused is None


def test_room_is_promised_to_as_many_as_there_is_room_for(cast, room_for_two):
    before = keys()
    first, second, third = (begun(cast) for _ in range(3))
    with pytest.raises(NotKept) as told:
        third.finish()
    assert told.value.why == Why.NO_ROOM
    first.give_up()
    first.give_up()  # as one that was cut off and is given up a second time
    fourth = begun(cast)
    assert not has_room(cast), "what was given back twice was promised twice"
    for one in (second, fourth):
        one.give_up()
    assert nothing_stays(before)


def test_only_as_many_photos_begin_as_the_disk_can_hold(cast, room_for_two, monkeypatch):
    nothing = SimpleNamespace(write=lambda _data: None, give_up=lambda: None)
    monkeypatch.setattr(intake, "new_key", lambda: "")
    monkeypatch.setattr(intake, "forget_key", lambda _key: None)
    monkeypatch.setattr(vault, "Receiving", lambda *_: nothing)
    with ThreadPoolExecutor(16) as pool:
        arrivings = list(pool.map(lambda _: begun(cast), range(32)))
    assert sum(one._refused is None for one in arrivings) == 2
    for one in arrivings:
        one.give_up()


ENDS = {
    "it is kept": lambda one: one.finish(),
    "the sender goes": lambda one: one.give_up(),
    "it is too big": lambda one: one.write(bytes(200_000)),
}


@pytest.mark.parametrize("how", ENDS)
def test_room_is_given_back_however_it_ends(cast, monkeypatch, how):
    monkeypatch.setattr(intake, "MOST_BYTES", 100_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=intake.ROOM + 100_000))
    one = begun(cast)
    assert not has_room(cast)
    ENDS[how](one)
    assert has_room(cast)


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "full"), RuntimeError("out of the blue")])
@pytest.mark.parametrize("where", ["__init__", "write", "finish"])
def test_room_is_given_back_whatever_goes_wrong(cast, monkeypatch, fault, where):
    def wrong(*_given):
        raise fault

    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=intake.ROOM + intake.MOST_BYTES))
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(vault.Receiving, where, wrong)
        with pytest.raises((NotKept, RuntimeError)):
            arrive(cast.family, drawn_png())
    assert has_room(cast)


def test_room_is_given_back_when_the_same_file_is_here_already(cast, room_for_two):
    kept(cast.family, drawn_png(), cast.ana)
    for _ in range(3):
        with pytest.raises(NotKept) as told:
            intake.refuse_what_is_here(arrive(cast.family, drawn_png()))
        assert told.value.why == Why.HERE
