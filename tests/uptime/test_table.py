"""The clock's table: every chore, every wait and every end, at each leap of the machine's clock."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from held.chores import loop
from held.chores.table import TASKS, Task
from held.uptime import moments
from held.uptime.clock_agreement import agree
from held.uptime.current import forget_uptime
from tests.cast import Cast
from tests.clock import Clocks
from tests.uptime.table import End, every_end

ROOT = Path(__file__).resolve().parent.parent.parent
HELD = ROOT / "held"
MINUTE, HOUR, DAY, YEARS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(days=3650)
LEAPS = [-YEARS, -40 * DAY, -3 * HOUR, 3 * HOUR, 40 * DAY, YEARS]
# What held.uptime.moments has in addition to questions: stamps, and moments that a page tells and that decide nothing.
NO_QUESTIONS = {"this_moment", "Moment", "expected_over", "expected_end"}
# `path:function` of those that use a wait or an end and that no entry tries, each with its reason.
TRIED_BY_NO_ENTRY: dict[str, str] = {}

pytestmark = pytest.mark.django_db
each_chore = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
each_wait = pytest.mark.parametrize(
    "wait", [end for end in every_end() if end.kind == "wait"], ids=lambda end: end.name
)
each_end = pytest.mark.parametrize("end", [end for end in every_end() if end.kind == "end"], ids=lambda end: end.name)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def each_leap(clocks: Clocks) -> Iterator[timedelta]:
    """Each leap; what was done after one, and what the clocks show, is undone before the next."""
    for leap in LEAPS:
        with transaction.atomic():
            yield leap
            transaction.set_rollback(True)
        clocks.leap(-clocks.ahead)
        forget_uptime()


class Counted:
    """A chore of the table that only counts how often it was done."""

    def __init__(self, task: Task) -> None:
        self.times = 0
        self._task = replace(task, does=self._count)

    def wakes(self) -> int:
        """How often it was done when the loop woke up. A host confirms any date: this tests the chore alone."""
        agree()
        before = self.times
        loop.do_what_is_due([self._task])
        return self.times - before

    def _count(self) -> None:
        self.times += 1


@each_chore
def test_no_clock_leap_makes_a_chore_late(clocks: Clocks, task: Task) -> None:
    for leap in each_leap(clocks):
        chore = Counted(task)
        assert chore.wakes() == 1, leap
        clocks.leap(leap)
        assert chore.wakes() == (leap < timedelta(0) or leap >= task.every), leap
        clocks.pass_by(task.every)
        assert chore.wakes() == 1, leap


@each_chore
def test_a_leap_there_and_back_puts_no_chore_off(clocks: Clocks, task: Task) -> None:
    for leap in each_leap(clocks):
        chore = Counted(task)
        clocks.leap(leap)
        assert chore.wakes() == 1, leap
        clocks.leap(-leap)
        assert chore.wakes() == (leap > timedelta(0) or -leap >= task.every), leap
        assert chore.wakes() == 0, leap
        clocks.pass_by(task.every)
        assert chore.wakes() == 1, leap


@each_chore
def test_a_leap_does_not_extend_the_claim_on_a_chore(clocks: Clocks, task: Task) -> None:
    for leap in each_leap(clocks):
        assert loop.take(task) is not None, leap
        clocks.leap(leap)
        clocks.pass_by(task.lease)
        assert loop.take(task) is not None, leap


@each_wait
def test_no_clock_leap_ends_a_wait_early(cast: Cast, clocks: Clocks, wait: End) -> None:
    for leap in each_leap(clocks):
        begun = wait.begin(cast)
        clocks.leap(leap)
        assert not wait.is_over(begun), leap
        clocks.pass_by(wait.lasts - MINUTE)
        assert not wait.is_over(begun), leap
        clocks.pass_by(abs(leap) + MINUTE if abs(leap) < wait.lasts else MINUTE)
        assert wait.is_over(begun), leap


@each_wait
def test_a_wait_begun_by_a_wrong_clock_lasts(cast: Cast, clocks: Clocks, wait: End) -> None:
    for leap in each_leap(clocks):
        clocks.leap(leap)
        begun = wait.begin(cast)
        clocks.leap(-leap)
        assert not wait.is_over(begun), leap
        clocks.pass_by(wait.lasts - MINUTE)
        assert not wait.is_over(begun), leap
        clocks.pass_by(abs(leap) + MINUTE if abs(leap) < wait.lasts else MINUTE)
        assert wait.is_over(begun), leap


@each_end
def test_no_clock_leap_delays_an_expiry(cast: Cast, clocks: Clocks, end: End) -> None:
    for leap in each_leap(clocks):
        made = end.begin(cast)
        assert not end.is_over(made), leap
        clocks.leap(leap)
        assert end.is_over(made) == (leap >= end.lasts), leap
        clocks.pass_by(end.lasts)
        assert end.is_over(made), leap


@each_end
def test_an_end_set_by_a_wrong_clock_comes(cast: Cast, clocks: Clocks, end: End) -> None:
    for leap in each_leap(clocks):
        clocks.leap(leap)
        made = end.begin(cast)
        clocks.leap(-leap)
        assert end.is_over(made) == (-leap >= end.lasts), leap
        clocks.pass_by(end.lasts)
        assert end.is_over(made), leap


def test_every_place_that_asks_has_an_entry(cast: Cast, clocks: Clocks, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(monkeypatch)
    for end in every_end():
        begun = end.begin(cast)
        end.is_over(begun)
        clocks.pass_by(end.lasts)
        end.is_over(begun)
    missing = set(_places_that_ask()) - asked.places - TRIED_BY_NO_ENTRY.keys()
    assert not missing, f"please add entries to tests/uptime/ends_of_….py for {sorted(missing)}"


def test_no_reason_is_given_for_a_place_that_is_gone() -> None:
    assert set(TRIED_BY_NO_ENTRY) <= set(_places_that_ask())


class Asked:
    """Records which functions use a wait or an end, while entries are tried."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.places: set[str] = set()
        here = moments.this_moment

        def this_moment() -> moments.Moment:
            self._note()
            return here()

        monkeypatch.setattr(moments, "this_moment", this_moment)

    def _note(self) -> None:
        asker = sys._getframe(3).f_code
        path = Path(asker.co_filename)
        if path.is_relative_to(HELD):
            function = asker.co_qualname.split(".<locals>.<")[0].replace(".<locals>.", ".")
            self.places.add(f"{path.relative_to(ROOT)}:{function}")


def _places_that_ask() -> Iterator[str]:
    """`path:function` of each call, outside of held/uptime itself."""
    for path in sorted(HELD.rglob("*.py")):
        if path.parent != HELD / "uptime":
            tree = ast.parse(path.read_text())
            yield from (f"{path.relative_to(ROOT)}:{name}" for name in _functions_that_ask(tree, _questions(tree)))


def _questions(tree: ast.Module) -> set[str]:
    """The names by which a module knows the functions about waits and ends."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    from_moments = [name for node in imports if node.module == "held.uptime.moments" for name in node.names]
    return {name.asname or name.name for name in from_moments if name.name not in NO_QUESTIONS}


def _functions_that_ask(tree: ast.AST, questions: set[str], within: str = "") -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        inside = f"{within}.{node.name}".lstrip(".") if isinstance(node, ast.FunctionDef | ast.ClassDef) else within
        if isinstance(node, ast.Name) and node.id in questions:
            yield within
        yield from _functions_that_ask(node, questions, inside)
