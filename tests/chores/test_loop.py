"""Chores are done at least once, by one process at a time, whatever happens to that process."""

import signal
from datetime import timedelta
from time import monotonic, sleep

import pytest

from held.chores import loop
from held.chores.models import Chore
from held.chores.table import TASKS, Task
from held.lib.clock import now
from tests.inside import begin, inside
from tests.running import Running

HOUR = timedelta(hours=1)


@pytest.fixture
def done(db):
    """What was done, in order."""
    return []


def task(done, name="water the quince", **told):
    return Task(name, lambda: done.append(name), **{"every": HOUR, "lease": HOUR} | told)


def test_a_chore_is_done_when_it_is_due_and_not_again_before(done):
    assert loop.do_what_is_due([task(done)]) == ["water the quince"]
    assert loop.do_what_is_due([task(done)]) == []
    Chore.objects.update(due_at=now())
    loop.do_what_is_due([task(done)])
    assert len(done) == 2


def test_a_chore_taken_once_is_not_taken_again(done):
    mine = task(done)
    assert loop.take(mine) is not None
    assert loop.take(mine) is None
    assert loop.do_what_is_due([mine]) == []


def test_an_unfinished_chore_is_free_after_its_lease(done):
    mine = task(done, lease=timedelta(seconds=-1))
    assert loop.take(mine) is not None
    assert loop.do_what_is_due([task(done)]) == ["water the quince"]


def test_a_failed_chore_is_retried_at_growing_intervals(db):
    def fails():
        raise ValueError("She came on a Tuesday")

    failing = Task("fails", fails, every=HOUR, lease=HOUR)
    waits = []
    for tries in range(1, 10):
        assert loop.do_what_is_due([failing]) == []
        row = Chore.objects.get()
        assert (row.failed, row.tries) == ("ValueError", tries)
        waits.append(round((row.due_at - now()).total_seconds()))
        Chore.objects.update(due_at=now())
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_one_that_fails_does_not_stop_the_next_and_success_clears_it(done):
    def fails():
        raise OSError

    assert loop.do_what_is_due([Task("a", fails, HOUR, HOUR), task(done)]) == ["water the quince"]
    Chore.objects.update(due_at=now())
    loop.do_what_is_due([task(done, name="a")])
    row = Chore.objects.get(name="a")
    assert (row.failed, row.tries) == ("", 0)
    assert row.done_at is not None


def test_a_late_chore_does_not_overwrite_the_next_claim(done):
    slow = task(done)

    def taken_meanwhile():
        Chore.objects.update(claimed_until=now() + 2 * HOUR, failed="theirs")

    loop.do_what_is_due([Task(slow.name, taken_meanwhile, HOUR, HOUR)])
    assert Chore.objects.get().failed == "theirs"


def test_chores_wake_every_thirty_seconds_at_least():
    assert loop.WAKES_EVERY <= 30
    assert len({each.name for each in TASKS}) == len(TASKS)


CHORE = """
import time
from datetime import timedelta
from pathlib import Path
from held.chores import loop
from held.chores.table import Task
from django.conf import settings
def does():
    with open(settings.HELD_DATA / "begun", "a") as file:
        file.write("x")
    time.sleep(PAUSE)
    (settings.HELD_DATA / "finished").touch()
task = Task("in the middle", does, every=timedelta(hours=1), lease=timedelta(seconds=2))
while not loop.do_what_is_due([task]):
    time.sleep(0.1)
"""


def test_a_chore_killed_in_the_middle_is_done_again(tmp_path):
    inside(tmp_path, "from django.core.management import call_command; call_command('migrate', verbosity=0)")
    process = begin(tmp_path, CHORE.replace("PAUSE", "60"))
    begun = monotonic()
    while not (tmp_path / "begun").exists() and monotonic() - begun < 20:
        sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (tmp_path / "finished").exists()
    inside(tmp_path, CHORE.replace("PAUSE", "0"))
    assert (tmp_path / "finished").exists()
    assert (tmp_path / "begun").read_text() == "xx"


@pytest.mark.harness
def test_a_place_that_is_open_does_its_chores(tmp_path):
    done = "from held.chores.models import Chore; print(Chore.objects.exclude(done_at=None).count())"
    with Running(tmp_path / "place") as running:
        begun = monotonic()
        while inside(running.data, done) != str(len(TASKS)) and monotonic() - begun < 20:
            sleep(0.2)
        assert inside(running.data, done) == str(len(TASKS))
