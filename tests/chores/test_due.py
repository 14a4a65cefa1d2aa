"""A chore is due by the earlier of both clocks; a note too far in the future is ignored."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from held.chores import loop
from held.chores.models import Chore
from held.chores.table import Task
from held.lib.clock import now
from tests.clock import Clocks

pytestmark = pytest.mark.django_db
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


@pytest.fixture
def done() -> list[str]:
    return []


def daily(done: list[str], *, fails: bool = False) -> Task:
    def does() -> None:
        done.append("done")
        if fails:
            raise OSError

    return Task("water the quince", does, every=DAY, lease=HOUR)


def test_a_clock_a_year_ahead_for_a_minute_puts_nothing_off(clocks: Clocks, done: list[str]) -> None:
    clocks.leap(YEAR)
    loop.do_what_is_due([daily(done)])
    clocks.leap(-YEAR)
    loop.do_what_is_due([daily(done)])
    assert len(done) == 2
    loop.do_what_is_due([daily(done)])
    assert len(done) == 2


def test_a_clock_set_far_back_stops_no_chore(clocks: Clocks, done: list[str]) -> None:
    loop.do_what_is_due([daily(done)])
    clocks.leap(-10 * YEAR)
    loop.do_what_is_due([daily(done)])
    loop.do_what_is_due([daily(done)])
    assert len(done) == 2


def test_a_clock_three_hours_ahead_puts_no_retry_off(clocks: Clocks, done: list[str]) -> None:
    clocks.leap(3 * HOUR)
    loop.do_what_is_due([daily(done, fails=True)])
    clocks.leap(-3 * HOUR)
    loop.do_what_is_due([daily(done)])
    assert len(done) == 2


def test_a_chore_dated_in_the_future_is_due_and_retried(clocks: Clocks, done: list[str]) -> None:
    loop.do_what_is_due([daily(done)])
    Chore.objects.update(done_at=now() + YEAR)
    loop.do_what_is_due([daily(done, fails=True)])
    loop.do_what_is_due([daily(done, fails=True)])
    assert len(done) == 2
    clocks.pass_by(timedelta(minutes=2))
    loop.do_what_is_due([daily(done)])
    loop.do_what_is_due([daily(done)])
    assert len(done) == 3


def test_a_claim_from_a_year_ahead_is_no_claim(clocks: Clocks, done: list[str]) -> None:
    clocks.leap(YEAR)
    loop.take(daily(done))
    clocks.leap(-YEAR)
    assert loop.do_what_is_due([daily(done)]) == ["water the quince"]


def test_a_note_and_a_claim_of_a_moment_ahead_still_count(clocks: Clocks, done: list[str]) -> None:
    loop.do_what_is_due([daily(done)])
    clocks.leap(timedelta(seconds=-5))
    assert loop.do_what_is_due([daily(done)]) == []
    Chore.objects.update(due_at=now(), claimed_until=now())
    assert loop.take(daily(done)) is not None
    clocks.leap(timedelta(seconds=-5))
    assert loop.take(daily(done)) is None


def test_a_chore_comes_due_though_the_clock_starts_over(clocks: Clocks, done: list[str]) -> None:
    for _evening in range(8):
        loop.do_what_is_due([daily(done)])
        clocks.pass_by(6 * HOUR)
        clocks.leap(-6 * HOUR)
    assert len(done) == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_only_one_of_many_processes_takes_a_due_chore(done: list[str]) -> None:
    task, hands = daily(done), 6
    begin = Barrier(hands)

    def take() -> bool:
        begin.wait(10)
        try:
            return loop.take(task) is not None
        finally:
            connections.close_all()

    for _round in range(20):
        Chore.objects.all().delete()
        Chore.objects.create(name=task.name)
        with ThreadPoolExecutor(hands) as threads:
            taken = [took.result(60) for took in [threads.submit(take) for _ in range(hands)]]
        assert taken.count(True) == 1
