"""One zygote is kept warm for all callers, and another is made when it is gone."""

import os
import signal
import threading
from io import BytesIO

import pytest

from held.jail.answer import LONGEST, NotAnAnswer, Verdict, unpack_pixels
from held.jail.supervisor import FellIn, Keeper, NoZygote
from tests.jail.drawing import jpeg, quarters
from tests.jail.test_zygote import PROBING, gone

PHOTOGRAPH = jpeg(quarters(40, 40))


def ask(keeper: Keeper) -> Verdict:
    with keeper.room() as room:
        room.hand_in(BytesIO(PHOTOGRAPH))
        return unpack_pixels(room.answer())[0]


def test_one_zygote_serves_several_requests():
    keeper = Keeper()
    assert ask(keeper) is Verdict.SHOWN
    first = keeper.zygote
    assert ask(keeper) is Verdict.SHOWN
    assert keeper.zygote == first


def test_many_threads_share_one_zygote():
    keeper, said = Keeper(), []
    threads = [threading.Thread(target=lambda: said.append(ask(keeper))) for _ in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == [Verdict.SHOWN] * 64


def test_it_outlives_the_thread_that_asked_first():
    keeper = Keeper()
    thread = threading.Thread(target=keeper.ready)
    thread.start()
    thread.join()
    first = keeper.zygote
    assert ask(keeper) is Verdict.SHOWN
    assert keeper.zygote == first


def test_when_it_was_killed_another_is_made():
    keeper = Keeper()
    ask(keeper)
    first = keeper.zygote
    os.kill(first, signal.SIGKILL)
    assert gone(first)
    assert ask(keeper) is Verdict.SHOWN
    assert keeper.zygote != first


def test_the_zygote_ends_with_its_supervisor():
    keeper = Keeper()
    ask(keeper)
    zygote = keeper.zygote
    del keeper
    assert gone(zygote)


def test_one_that_cannot_be_started_is_told(monkeypatch):
    monkeypatch.setattr("held.jail.supervisor.PYTHON", ("/no/python/here",))
    with pytest.raises(NoZygote):
        Keeper().ready()


def test_when_it_is_killed_while_a_room_is_open_that_is_no_verdict():
    keeper = Keeper(PROBING)
    keeper.ready()
    with keeper.room(20) as room:
        room.hand_in(BytesIO(b"say who in /"))
        assert room._channel.recv(20)
        os.kill(keeper.zygote, signal.SIGKILL)
        with pytest.raises(FellIn):
            room.ending()


def test_one_that_does_not_start_is_told():
    with pytest.raises(NoZygote):
        Keeper("raise SystemExit").ready()
    with pytest.raises(NoZygote), Keeper("import nothing_of_that_name").room():
        pass


def test_a_room_that_talks_without_end_is_not_listened_to():
    keeper = Keeper(PROBING)
    keeper.ready()
    with keeper.room() as room:
        room.hand_in(BytesIO(b"say much in /"))
        with pytest.raises(NotAnAnswer):
            room.answer()
    assert LONGEST < 1 << 26


def test_a_process_forked_from_this_one_gets_a_zygote_of_its_own():
    keeper = Keeper()
    keeper.ready()
    child = os.fork()
    if child == 0:
        first = keeper.zygote
        os._exit(0 if ask(keeper) is Verdict.SHOWN and keeper.zygote != first else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert ask(keeper) is Verdict.SHOWN


def test_a_zygote_that_no_longer_answers_is_ended_and_another_is_made():
    keeper = Keeper()
    assert keeper.listens()
    frozen = keeper.zygote
    os.kill(frozen, signal.SIGSTOP)
    assert not keeper.listens(seconds=0.5)
    assert gone(frozen)
    assert ask(keeper) is Verdict.SHOWN


def test_a_zygote_that_cannot_be_started_is_reported(monkeypatch):
    def out_of_memory(*_given, **_more):
        raise MemoryError

    monkeypatch.setattr("subprocess.Popen", out_of_memory)
    with pytest.raises(NoZygote):
        Keeper().ready()
