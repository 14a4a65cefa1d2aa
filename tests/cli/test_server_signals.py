"""Whatever signal comes, to any process and at any moment, no process stays behind and nobody waits long."""

import os
import signal
import socket
from time import monotonic, sleep

import httpx
import pytest

from held.cli.serving_process import GRACE
from tests.cli.forked import Forking, children_of, is_alive, serving_process, within
from tests.cli.test_serve import nobody_is_left
from tests.inside import inside
from tests.running import DidNotStart, Running

pytestmark = pytest.mark.harness
SENT_HALF = "POST /entrance/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf"


class Preparing(Running):
    """A place that is awaited only until it prepares itself."""

    def is_open(self) -> bool:
        """Whether it has begun."""
        return any(line.startswith("Preparing") for line in self.said)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_at_any_moment_of_the_start_ends_it(tmp_path, how):
    with Running(tmp_path / "place"):
        pass
    place = Preparing(tmp_path / "place")
    for moment in (0, 0.15, 0.3, 0.45):  # seconds; it is forked, loads its modules, and answers
        place.start()
        sleep(moment)
        began = monotonic()
        assert place.stop(how) in {0, -how}
        assert monotonic() - began < 10
        assert "Traceback" not in place.output
        assert nobody_is_left(place)


BEFORE_IT_SERVES = """
import time
from held.cli import listening
first = listening.BothAddresses.__init__
def late(self, *given):
    print("Now.", flush=True)
    time.sleep(3)
    first(self, *given)
listening.BothAddresses.__init__ = late
"""


class HeldUp(Forking):
    """A place that is awaited only until it says that it stands still."""

    def is_open(self) -> bool:
        """Whether it stands still."""
        return "Now." in self.said


@pytest.mark.parametrize("signals", [1, 2])
def test_a_stop_just_before_it_serves_is_quick(tmp_path, signals):
    place = HeldUp(tmp_path / "place", BEFORE_IT_SERVES)
    place.start()
    began = monotonic()
    for _ in range(signals):
        os.killpg(place.process.pid, signal.SIGTERM)
        sleep(0.05)
    assert place.process.wait(timeout=60) in {0, -signal.SIGTERM}
    assert monotonic() - began < GRACE / 2
    assert nobody_is_left(place)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGHUP])
def test_a_terminal_tells_both_processes_and_only_the_first_decides(tmp_path, how):
    with Running(tmp_path / "place") as place:
        serving = serving_process(place)
        os.kill(serving, how)
        sleep(0.5)
        assert serving_process(place) == serving
        assert httpx.get(place.url + "/healthz").status_code == 200


def test_a_hangup_puts_a_new_process_in_place_of_the_old(tmp_path):
    with Forking(tmp_path / "place") as place:
        before = serving_process(place)
        place.process.send_signal(signal.SIGHUP)
        assert within(30, lambda: before not in (found := children_of(place.process.pid)) and len(found) == 1)
        assert within(20, lambda: httpx.get(place.url + "/healthz").status_code == 200)
        assert [fork.threads for fork in place.forks()] == [1, 1]
        assert place.stop() == 0


def test_when_the_first_process_is_killed_port_and_folder_are_free(tmp_path):
    with Running(tmp_path / "place") as place, httpx.Client() as reader:
        reader.get(place.url + "/healthz")
        serving = serving_process(place)
        place.process.kill()
        assert within(10, lambda: not is_alive(serving))
        with Running(place.data, port=place.port) as again:
            assert httpx.get(again.url + "/healthz").status_code == 200


def test_an_answer_that_never_ends_does_not_keep_the_folder(tmp_path):
    with Forking(tmp_path / "place", "from held.cli import serving_process; serving_process.GRACE = 1") as place:
        serving = serving_process(place)
        with socket.create_connection(("127.0.0.1", place.port)) as slow:
            slow.sendall(SENT_HALF.encode())
            sleep(0.5)
            place.process.kill()
            assert within(10, lambda: not is_alive(serving))


def test_while_the_forked_process_lives_nobody_else_takes_the_folder(tmp_path):
    with Running(tmp_path / "place") as place:
        serving = serving_process(place)
        os.kill(serving, signal.SIGSTOP)
        place.process.kill()
        place.process.wait(timeout=10)
        second = Running(place.data)
        with pytest.raises(DidNotStart, match="already running on"):
            second.start()
        os.kill(serving, signal.SIGCONT)
        assert within(GRACE + 10, lambda: not is_alive(serving))


def test_a_stop_writes_down_for_how_long_it_was_open(tmp_path):
    folder = tmp_path / "place"
    with Running(folder) as place:
        sleep(2)
        assert place.stop() == 0
    assert int(inside(folder, "from held.uptime.models import Uptime\nprint(Uptime.objects.get().seconds)")) >= 1
