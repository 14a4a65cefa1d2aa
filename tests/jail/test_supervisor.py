"""One zygote is kept warm for all callers, and another is made when it is gone."""

import os
import signal
import threading
from io import BytesIO

import pytest

from held.jail.answer import LONGEST, NotAnAnswer, Verdict, unpack_pixels
from held.jail.supervisor import FellIn, NoZygote, Supervisor
from tests.jail.drawing import jpeg, quarters
from tests.jail.test_zygote import PROBING, gone

PHOTOGRAPH = jpeg(quarters(40, 40))


def ask(supervisor: Supervisor) -> Verdict:
    with supervisor.worker() as worker:
        worker.hand_in(BytesIO(PHOTOGRAPH))
        return unpack_pixels(worker.answer())[0]


def test_one_zygote_serves_several_requests():
    supervisor = Supervisor()
    assert ask(supervisor) is Verdict.SHOWN
    first = supervisor.zygote
    assert ask(supervisor) is Verdict.SHOWN
    assert supervisor.zygote == first


def test_many_threads_share_one_zygote():
    supervisor, said = Supervisor(), []
    threads = [threading.Thread(target=lambda: said.append(ask(supervisor))) for _ in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == [Verdict.SHOWN] * 64


def test_it_outlives_the_thread_that_asked_first():
    supervisor = Supervisor()
    thread = threading.Thread(target=supervisor.ready)
    thread.start()
    thread.join()
    first = supervisor.zygote
    assert ask(supervisor) is Verdict.SHOWN
    assert supervisor.zygote == first


def test_when_it_was_killed_another_is_made():
    supervisor = Supervisor()
    ask(supervisor)
    first = supervisor.zygote
    os.kill(first, signal.SIGKILL)
    assert gone(first)
    assert ask(supervisor) is Verdict.SHOWN
    assert supervisor.zygote != first


def test_the_zygote_ends_with_its_supervisor():
    supervisor = Supervisor()
    ask(supervisor)
    zygote = supervisor.zygote
    del supervisor
    assert gone(zygote)


def test_one_that_cannot_be_started_is_told(monkeypatch):
    monkeypatch.setattr("held.jail.supervisor.PYTHON", ("/no/python/here",))
    with pytest.raises(NoZygote):
        Supervisor().ready()


def test_when_it_is_killed_while_a_room_is_open_that_is_no_verdict():
    supervisor = Supervisor(PROBING)
    supervisor.ready()
    with supervisor.worker(20) as worker:
        worker.hand_in(BytesIO(b"say who in /"))
        assert worker._channel.recv(20)
        os.kill(supervisor.zygote, signal.SIGKILL)
        with pytest.raises(FellIn):
            worker.ending()


def test_one_that_does_not_start_is_told():
    with pytest.raises(NoZygote):
        Supervisor("raise SystemExit").ready()
    with pytest.raises(NoZygote), Supervisor("import nothing_of_that_name").worker():
        pass


def test_a_room_that_talks_without_end_is_not_listened_to():
    supervisor = Supervisor(PROBING)
    supervisor.ready()
    with supervisor.worker() as worker:
        worker.hand_in(BytesIO(b"say much in /"))
        with pytest.raises(NotAnAnswer):
            worker.answer()
    assert LONGEST < 1 << 26


def test_a_process_forked_from_this_one_gets_a_zygote_of_its_own():
    supervisor = Supervisor()
    supervisor.ready()
    child = os.fork()
    if child == 0:
        first = supervisor.zygote
        os._exit(0 if ask(supervisor) is Verdict.SHOWN and supervisor.zygote != first else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert ask(supervisor) is Verdict.SHOWN


def test_a_zygote_that_no_longer_answers_is_ended_and_another_is_made():
    supervisor = Supervisor()
    assert supervisor.listens()
    frozen = supervisor.zygote
    os.kill(frozen, signal.SIGSTOP)
    assert not supervisor.listens(seconds=0.5)
    assert gone(frozen)
    assert ask(supervisor) is Verdict.SHOWN


def test_a_zygote_that_cannot_be_started_is_reported(monkeypatch):
    def out_of_memory(*_given, **_more):
        raise MemoryError

    monkeypatch.setattr("subprocess.Popen", out_of_memory)
    with pytest.raises(NoZygote):
        Supervisor().ready()
