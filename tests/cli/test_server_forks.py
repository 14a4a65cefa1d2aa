"""The serving process is forked from one with one thread and no open files, and inherits nothing from the one before
it."""

import os
import signal

import httpx
import pytest

from tests.cli.forked import Forking, answers_again, children_of, serving_process, threads_of, within
from tests.cli.loading import NEEDED_ONCE, OF_ONE_PROCESS, loaded
from tests.postgres import running_postgres
from tests.promises.asking import Asker, images_on, veil_path, with_photographs
from tests.promises.sending import Desk, another_png
from tests.running import DidNotStart
from tests.seeding import seed

pytestmark = pytest.mark.harness
A_THREAD = "import threading, time; threading.Thread(target=time.sleep, args=(600,), daemon=True).start()"


def respawned(place) -> None:
    """Kill the serving process, and wait until another answers."""
    fallen = serving_process(place)
    os.kill(fallen, signal.SIGKILL)
    assert within(20, lambda: children_of(place.process.pid) not in ([], [fallen]))
    assert answers_again(place)


def check_every_fork(place, many: int, *, has_lock: bool = False) -> None:
    forks = place.forks()
    assert len(forks) == many
    for fork in forks:
        assert fork.threads == 1
        assert not loaded(fork.modules, NEEDED_ONCE | OF_ONE_PROCESS)
        assert [name for name in fork.files if name.startswith(str(place.data))] == [str(place.data / "in-hand")]
        # Granian keeps one, bound to the port but not listening. The lock's socket is not connected after the fork.
        assert len([name for name in fork.files if "socket:" in name]) <= 1 + has_lock


def test_at_every_fork_there_is_one_thread_and_nothing_open(tmp_path):
    with Forking(tmp_path / "place") as place:
        respawned(place)
        assert threads_of(place.process.pid) == 1
        assert place.stop() == 0
        check_every_fork(place, many=2)


def test_the_demo_makes_its_family_in_a_process_of_its_own(tmp_path):
    with Forking(tmp_path / "place", command="demo") as place:
        place.data = tmp_path / "place-demo"
        assert httpx.get(place.url + "/").status_code == 200
        check_every_fork(place, many=2)


def test_with_postgresql_no_connection_is_open_at_a_fork(tmp_path):
    with running_postgres() as url, Forking(tmp_path / "place", HELD_DATABASE_URL=url) as place:
        assert httpx.get(place.url + "/readyz").json()["ready"]
        respawned(place)
        assert httpx.get(place.url + "/readyz").json()["ready"]
        assert place.stop() == 0
        check_every_fork(place, many=2, has_lock=True)


def test_a_thread_of_the_first_process_is_seen(tmp_path):
    with Forking(tmp_path / "place", A_THREAD) as place:
        assert [fork.threads for fork in place.forks()] == [2]


def test_after_a_fall_no_ticket_opens_anything(tmp_path):
    data = tmp_path / "place"
    data.mkdir(mode=0o700)
    known = seed(data)
    address, names = with_photographs(data, known["story"], 1)
    [name] = names
    with Forking(data) as place:
        reader = Asker(place.url)
        tickets = []
        for _ in range(2):
            assert reader.ask(address, name).status == 303
            tickets.append(images_on(reader.get(veil_path(address, name)).body.decode())[0])
        used = tickets[0]
        assert reader.get(used).kind.startswith("image/")
        assert reader.get(used).status == 404
        respawned(place)
        reader.close()
        assert [reader.get(ticket).status for ticket in tickets] == [404, 404]
        assert reader.ask(address, name).status == 303
        assert reader.get(images_on(reader.get(veil_path(address, name)).body.decode())[0]).status == 200
        reader.close()


def test_a_photograph_arrives_and_again_after_a_fall(tmp_path):
    data = tmp_path / "place"
    data.mkdir(mode=0o700)
    known = seed(data)
    with Forking(data) as place:
        assert "arrived" in Desk(place.url, known).send(("one.png", another_png("one"))).text
        respawned(place)
        assert "arrived" in Desk(place.url, known).send(("two.png", another_png("two"))).text
        assert threads_of(place.process.pid) == 1


def test_a_process_that_falls_at_once_again_ends_the_place(tmp_path):
    falls = "from held.cli import serving_process; serving_process.load = lambda: 1 / 0"
    with pytest.raises(DidNotStart, match="stopped by itself several times"):
        Forking(tmp_path / "place", falls, seconds=30).start()
