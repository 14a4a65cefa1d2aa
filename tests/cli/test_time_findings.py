"""`held check` reports chores that a wrong clock delayed, and a date that nobody has confirmed."""

from datetime import timedelta

import pytest

from held.chores.loop import do_what_is_due, take
from held.chores.table import TASKS
from held.cli.findings import TABLES
from held.cli.time_findings import chores_not_done, date_not_confirmed
from held.keeping.state import copy_worries
from held.place.models import Place
from held.uptime.clock_agreement import agree
from held.uptime.moments import this_moment
from tests.clock import Clocks
from tests.running import ROOT

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    agree()
    return Clocks(monkeypatch)


def of_chores() -> str:
    return " ".join(f"{wrong} {remedy}" for wrong, remedy in chores_not_done())


def test_chores_done_in_time_are_no_finding(clocks: Clocks) -> None:
    do_what_is_due()
    assert of_chores() == ""


@pytest.mark.parametrize("ahead", [3 * HOUR, 40 * DAY, 3650 * DAY])
def test_chores_done_in_the_future_are_one_finding(clocks: Clocks, ahead: timedelta) -> None:
    clocks.leap(ahead)
    agree()
    do_what_is_due()
    clocks.leap(-ahead)
    agree()
    found = of_chores()
    assert found.count("scheduled too far in the future") == 1
    assert all(f"“{task.name}”" in found for task in TASKS)
    do_what_is_due()
    assert of_chores() == ""


def test_a_claim_from_the_future_is_a_finding(clocks: Clocks) -> None:
    clocks.leap(40 * DAY)
    take(TASKS[0])
    clocks.leap(-40 * DAY)
    assert TASKS[0].name in of_chores()


def test_what_waits_for_the_host_is_not_late(clocks: Clocks) -> None:
    do_what_is_due()
    clocks.leap(3 * DAY)
    late = of_chores()
    assert not [task.name for task in TASKS if task.trusts_the_date and task.name in late]
    assert [task.name for task in TASKS if task.name in late]


def test_a_date_that_nobody_confirmed_is_a_finding_with_what_to_do(clocks: Clocks) -> None:
    assert list(date_not_confirmed()) == []
    clocks.leap(40 * DAY)
    ((wrong, remedy),) = date_not_confirmed()
    assert "Nothing is removed for good by itself until" in wrong
    assert "press “Yes, today is " in remedy
    assert "” on" in remedy
    assert "sudo timedatectl set-ntp true" in remedy
    agree()
    assert list(date_not_confirmed()) == []


def test_all_pages_say_the_same_about_what_was_put_off(clocks: Clocks) -> None:
    agree()
    clocks.leap(40 * DAY)
    do_what_is_due()
    Place.objects.update_or_create(
        pk=1, defaults={"backed_up_at": this_moment().at, "backed_up_to": "/nowhere", "second_copy": "/nowhere"}
    )
    clocks.leap(-40 * DAY)
    page = " ".join((ROOT / "docs/hosts/starting.md").read_text().split())
    for told in (of_chores(), " ".join(copy_worries()), page):
        assert "within a few minutes" in told


def test_check_looks_at_chores_and_the_date() -> None:
    assert {"_chores", "_date"} <= {check.look.__name__ for check in TABLES}
