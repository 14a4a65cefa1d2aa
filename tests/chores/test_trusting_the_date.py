"""Chores that take something away wait while the date is in doubt, however often the loop wakes; all others go on."""

from datetime import timedelta

import pytest

from held.chores.loop import do_what_is_due
from held.chores.models import Chore
from held.chores.table import TASKS, Task
from held.pictures import removal
from held.pictures.models import Picture
from held.uptime.clock_agreement import agree
from tests import cast as people
from tests.cast import Cast
from tests.clock import Clocks
from tests.photographs import arrived_photograph

DAY = timedelta(days=1)
DESTROYING = [task.name for task in TASKS if task.trusts_the_date]


def test_what_takes_something_away_trusts_the_date() -> None:
    assert DESTROYING == ["destroy what is due", "ages of help contacts", "sweep photographs"]


@pytest.mark.parametrize("leap", [-40 * DAY, -3 * DAY, 3 * DAY, 400 * DAY])
def test_only_what_destroys_waits_until_a_host_confirms_the_date(
    db: None, monkeypatch: pytest.MonkeyPatch, leap: timedelta
) -> None:
    clocks, done = Clocks(monkeypatch), []
    tasks = [
        Task(name, lambda name=name: done.append(name), every=DAY, lease=DAY, trusts_the_date=name == "destroys")
        for name in ("destroys", "others")
    ]
    agree()
    clocks.leap(leap)
    for _wake in range(2):
        assert "destroys" not in do_what_is_due(tasks)
    assert done == ["others"]
    assert not Chore.objects.filter(name="destroys").exclude(done_at=None).exists()
    agree()
    assert do_what_is_due(tasks) == ["destroys"]


def test_a_removed_photo_waits_for_a_confirmed_date(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks(monkeypatch)
    agree()
    leaf = arrived_photograph(cast, people.write_story(cast))
    removal.remove(leaf.picture, by=cast.ana)
    clocks.pass_by(removal.GRACE + DAY)
    clocks.leap(3 * DAY)
    do_what_is_due()
    assert Picture.objects.exists()
    agree()
    do_what_is_due()
    assert not Picture.objects.exists()
