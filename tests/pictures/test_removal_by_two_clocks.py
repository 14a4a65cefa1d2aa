"""A removed photograph is destroyed by the later of both clocks: no clock that is set or wrong ends its days early."""

from datetime import timedelta

import pytest

from held.chores.loop import do_what_is_due
from held.chores.table import TASKS
from held.pictures import removal
from held.pictures.models import Picture
from tests.clock import Clocks
from tests.drawn import drawn_png
from tests.pictures.arriving import kept

DAY, YEARS = timedelta(days=1), timedelta(days=3650)
DESTROYING = [task for task in TASKS if "destroy" in task.name]


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


@pytest.fixture
def picture(cast) -> Picture:
    return kept(cast.family, drawn_png(), cast.ana)


def test_removed_while_the_clock_was_40_days_behind_it_keeps_its_days(cast, picture, clocks):
    clocks.leap(-40 * DAY)
    removal.remove(picture, by=cast.ana)
    clocks.leap(40 * DAY)
    clocks.pass_by(timedelta(seconds=4))
    do_what_is_due(DESTROYING)
    assert removal.keep_after_all(picture, by=cast.ana)
    assert Picture.objects.exists()


@pytest.mark.parametrize("leap", [-YEARS, -40 * DAY, timedelta(hours=5), 40 * DAY, YEARS])
def test_whatever_the_clock_shows_meanwhile_it_keeps_its_days(cast, picture, clocks, leap):
    removal.remove(picture, by=cast.ana)
    clocks.leap(leap)
    clocks.pass_by(removal.GRACE - DAY)
    removal.destroy_what_is_due()
    clocks.leap(-leap)
    removal.destroy_what_is_due()
    assert Picture.objects.exists()


def test_days_while_the_place_was_switched_off_are_not_days_of_grace(cast, picture, clocks):
    removal.remove(picture, by=cast.ana)
    clocks.leap(removal.GRACE + DAY)
    removal.destroy_what_is_due()
    assert Picture.objects.exists()
    clocks.pass_by(removal.GRACE)
    removal.destroy_what_is_due()
    assert not Picture.objects.exists()
