"""The host is told in words the state of the backup."""

from datetime import timedelta

import pytest
from django.conf import settings

from held.keeping import state
from held.lib.clock import now
from held.place.models import Place
from tests.clock import Clocks


@pytest.fixture
def backed_up(db, tmp_path, monkeypatch):
    """A place whose copy was made this long ago, on another disk or the same."""

    def make(ago, *, same_disk):
        told = {"backed_up_at": now() - ago, "backed_up_to": str(tmp_path), "second_copy": str(tmp_path)}
        Place.objects.update_or_create(pk=1, defaults=told)
        monkeypatch.setattr(state, "on_the_same_disk", lambda _folder: same_disk)

    return make


def test_without_a_copy_that_is_all_that_is_said(db):
    (worry,) = state.copy_worries()
    assert "no backup yet" in worry


def test_a_folder_named_a_moment_ago_has_its_first_copy_to_come(db, tmp_path):
    Place.objects.update_or_create(pk=1, defaults={"second_copy": str(tmp_path / "held")})
    (worry,) = state.copy_worries()
    assert worry.startswith(f"The first backup into {tmp_path / 'held'} comes within a few minutes")


def test_a_fresh_copy_on_another_disk_is_no_worry(backed_up):
    backed_up(timedelta(hours=23), same_disk=False)
    assert state.copy_worries() == []


def test_a_copy_older_than_a_day_is_a_worry(backed_up):
    backed_up(timedelta(hours=25), same_disk=False)
    (worry,) = state.copy_worries()
    assert "older than a day" in worry


def test_a_copy_on_the_same_disk_is_a_worry(backed_up):
    backed_up(timedelta(hours=1), same_disk=True)
    (worry,) = state.copy_worries()
    assert "same disk" in worry


def test_an_old_copy_on_the_same_disk_is_two_worries(backed_up):
    backed_up(timedelta(days=9), same_disk=True)
    assert len(state.copy_worries()) == 2


def test_without_a_named_folder_no_disk_is_looked_for(backed_up):
    backed_up(timedelta(days=9), same_disk=True)
    Place.objects.update(second_copy="")
    (worry,) = state.copy_worries()
    assert worry.startswith("No folder is named, so nothing is copied automatically.")


def test_a_fresh_copy_made_by_hand_is_no_worry(backed_up):
    backed_up(timedelta(hours=1), same_disk=False)
    Place.objects.update(second_copy="")
    assert state.copy_worries() == []


def test_after_a_restore_a_copy_folder_must_be_named_again(backed_up):
    backed_up(timedelta(hours=1), same_disk=False)
    Place.objects.update(second_copy="", restored_since_copy=True)
    (worry,) = state.copy_worries()
    assert "No folder is named" in worry
    Place.objects.update(restored_since_copy=False)
    assert state.copy_worries() == []


def test_disks_are_told_apart_by_the_system(tmp_path):
    assert state.on_the_same_disk(settings.HELD_DATA)
    assert not state.on_the_same_disk(tmp_path / "not connected")


def test_a_copy_dated_in_the_future_is_a_worry(backed_up):
    backed_up(timedelta(days=-365), same_disk=False)
    (worry,) = state.copy_worries()
    assert "date in the future" in worry
    assert "“bin/held backup FOLDER”" in worry


def test_a_copy_that_is_older_by_the_uptime_is_one_too(backed_up, monkeypatch):
    backed_up(timedelta(0), same_disk=False)
    Clocks(monkeypatch).stay_open(timedelta(hours=25))
    (worry,) = state.copy_worries()
    assert "older than a day" in worry


def test_a_folder_that_takes_no_copy_is_told_with_the_reason(db):
    Place.objects.update_or_create(pk=1, defaults={"second_copy": "/proc/x"})
    (worry,) = state.copy_worries()
    assert worry.startswith("No backup is being made. /proc/x is not there, and can’t be made.")
