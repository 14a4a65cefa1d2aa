"""The measurement is tested too: planted work is found, even that of a process which has ended."""

import os
import subprocess
import sys

import pytest

from bench import measuring, wagtail
from bench.telling import table
from held.cli import server

BUSY = "import time; until = time.process_time() + {}\nwhile time.process_time() < until: pass"
PARENT = (
    f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY.format(0.4)!r}]); print(flush=True); input()"
)


@pytest.fixture
def busy_parent():
    """A process whose child computed for 0.4 seconds and has ended."""
    process = subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdout.readline()
    yield process.pid
    process.communicate(b"\n")


def test_cpu_time_of_an_ended_child_process_counts(busy_parent):
    assert 0.4 <= measuring.cpu_seconds(busy_parent) < 2


def test_a_process_that_only_waits_costs_nothing_more(busy_parent):
    before = measuring.cpu_seconds(busy_parent)
    assert measuring.cpu_seconds(busy_parent) - before <= 0.02


def test_memory_that_a_child_takes_is_found():
    taking = "x = bytearray(range(256)) * 200_000; print(flush=True); input()"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {taking!r}])"
    process = subprocess.Popen([sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdout.readline()
    assert len(measuring.tree(process.pid)) == 2
    assert measuring.pss(process.pid) > 48
    process.communicate(b"\n")


def test_each_is_run_once_in_every_round_in_the_other_order_each_time():
    order = []
    seen = measuring.in_turn(3, {"a": lambda: order.append("a"), "b": lambda: order.append("b")})
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert {name: len(times) for name, times in seen.items()} == {"a": 3, "b": 3}


def test_a_median_is_not_moved_by_one_bad_round():
    assert measuring.middle([1.0, 1.1, 90.0]) == 1.1


def test_what_is_run_on_one_core_stays_there():
    asked = measuring.on_core(measuring.CLIENT_CORE, sys.executable, "-c", "import os; print(os.sched_getaffinity(0))")
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert said.strip() == str({max(os.sched_getaffinity(0))})


def test_wagtail_has_as_many_threads_as_we():
    assert wagtail.THREADS == server.THREADS


def test_table_columns_are_padded_to_one_width():
    assert table(("a", "of"), [("long", "1")]) == "| a    | of |\n| ---- | -- |\n| long | 1  |\n"
