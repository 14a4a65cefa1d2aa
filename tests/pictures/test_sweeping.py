"""Files that no row names are deleted after their time by both clocks, and no others, whatever the clock shows."""

import os
from datetime import timedelta

import pytest
from django.conf import settings

from held.keyring.text import destroy_key
from held.pictures import vault
from held.pictures.models import LeftOver, Picture
from held.pictures.sweeping import ARRIVES_WITHIN, SET_ASIDE_FOR, left_over, sweep
from tests.clock import Clocks
from tests.drawn import drawn_png
from tests.pictures.arriving import kept

DAY, YEARS = timedelta(days=1), timedelta(days=3650)
LEAPS = [-YEARS, -40 * DAY, 2 * DAY, 400 * DAY, YEARS]


@pytest.fixture
def clocks(monkeypatch) -> Clocks:
    return Clocks(monkeypatch)


@pytest.fixture
def picture(cast) -> Picture:
    return kept(cast.family, drawn_png(), cast.ana)


@pytest.fixture
def alone(picture) -> str:
    return vault.put(picture.key, "nobody's", b"data")


def every_name() -> set[str]:
    return {blob.name for blob in vault.every_blob()}


def test_blobs_that_no_row_names_are_swept_after_a_day_and_not_before(picture, alone, clocks):
    sweep()
    clocks.pass_by(timedelta(hours=23))
    sweep()
    assert alone in every_name()
    assert [blob.name for blob in left_over(vault.every_blob())] == [alone]
    clocks.pass_by(timedelta(hours=2))
    sweep()
    assert alone not in every_name()
    assert picture.original in every_name()


def test_what_was_set_aside_goes_when_its_weeks_are_over(alone, clocks):
    vault.set_aside(alone)
    sweep()
    clocks.pass_by(SET_ASIDE_FOR - DAY)
    sweep()
    assert [blob.name for blob in vault.aside()] == [alone]
    clocks.pass_by(DAY)
    sweep()
    assert not vault.is_there(alone)
    assert not LeftOver.objects.exists()


def test_what_never_finished_arriving_goes_after_a_day(picture, clocks):
    vault.Receiving(picture.key, "here").write(b"x" * 1000)
    sweep()
    assert vault.arriving()
    clocks.pass_by(ARRIVES_WITHIN)
    sweep()
    assert not vault.arriving()


@pytest.mark.parametrize("leap", LEAPS)
def test_no_leap_of_the_clock_takes_a_file_away(picture, alone, clocks, leap):
    aside = vault.put(picture.key, "nobody's", b"other")
    vault.set_aside(aside)
    vault.Receiving(picture.key, "here").write(b"x" * 1000)
    for at in (leap, timedelta(0), -leap, leap, -leap):
        clocks.leap(at)
        sweep()
    assert alone in every_name()
    assert [blob.name for blob in vault.aside()] == [aside]
    assert len(vault.arriving()) == 1


@pytest.mark.parametrize("leap", LEAPS)
def test_a_file_that_came_while_the_clock_was_wrong_has_its_day(alone, clocks, leap):
    os.utime(settings.HELD_PHOTOGRAPHS / alone[:2] / alone, (1e9, 1e9))  # the disk's date for it is long ago
    clocks.leap(-leap)
    sweep()
    clocks.leap(leap)
    sweep()
    assert alone in every_name()


def test_an_upload_that_goes_on_for_days_arrives_whole(picture, clocks):
    into = vault.Receiving(picture.key, "here")
    for _ in range(4):
        into.write(bytes(2 * vault.STEP))
        sweep()
        clocks.pass_by(ARRIVES_WITHIN)
    assert vault.is_there(into.finish())


def test_what_a_row_names_after_all_is_back_in_its_place(picture, clocks):
    vault.set_aside(picture.original)
    sweep()
    assert picture.original in every_name()
    assert not LeftOver.objects.exists()


def test_sweeping_goes_on_where_a_file_is_gone_meanwhile(alone, clocks):
    sweep()
    vault.drop(alone)
    clocks.pass_by(2 * DAY)
    sweep()
    assert not LeftOver.objects.exists()


def test_a_file_without_a_key_is_swept_as_well(alone, picture, clocks):
    destroy_key(picture.key)
    sweep()
    clocks.pass_by(ARRIVES_WITHIN)
    sweep()
    assert alone not in every_name()
