"""The backup is made by itself, once a day, in the folder that the host chose."""

from datetime import timedelta

import pytest
from django.conf import settings

from held.chores.loop import do_what_is_due
from held.chores.second_copy import make_second_copy
from held.keeping.backup import CannotBackUp
from held.keeping.copies import whole_copies
from held.keeping.key_copies import keys_are_outdated, refusals_in
from held.keyring.refusal_log import append_refusal
from held.keyring.text import destroy_key, new_key
from held.lib.clock import now
from held.lib.lock import only_one
from held.place.models import Place
from tests.clock import Clocks

pytestmark = pytest.mark.sqlite
YEAR = timedelta(days=365)


@pytest.fixture
def folder(transactional_db, tmp_path):
    """The folder that the host named."""
    Place.objects.update_or_create(pk=1, defaults={"second_copy": str(tmp_path)})
    return tmp_path


def test_without_a_folder_nothing_is_made(transactional_db):
    make_second_copy()
    assert not Place.objects.exclude(backed_up_at=None).exists()


def test_it_is_made_once_and_again_only_when_the_last_is_not_fresh(folder):
    make_second_copy()
    make_second_copy()
    assert len(whole_copies(folder / "copies")) == 1
    Place.objects.update(backed_up_at=now() - timedelta(hours=21))
    make_second_copy()
    assert len(whole_copies(folder / "copies")) == 2


def test_another_folder_gets_one_at_once(folder, tmp_path_factory):
    make_second_copy()
    other = tmp_path_factory.mktemp("other")
    Place.objects.update(second_copy=str(other))
    make_second_copy()
    assert len(whole_copies(other / "copies")) == 1


def test_where_the_disk_is_missing_nothing_is_made_in_its_place(folder, tmp_path_factory):
    make_second_copy()
    Place.objects.update(backed_up_at=now() - timedelta(days=2))
    (folder / "keys").rename(tmp_path_factory.mktemp("disk") / "keys")
    with pytest.raises(CannotBackUp, match="disk connected"):
        make_second_copy()
    assert len(whole_copies(folder / "copies")) == 1


def test_the_copied_keys_follow_a_destroyed_key_at_once(folder):
    key = new_key()
    make_second_copy()
    destroy_key(key)
    assert keys_are_outdated(folder / "keys")
    make_second_copy()
    assert not keys_are_outdated(folder / "keys")
    assert len(whole_copies(folder / "copies")) == 1


def test_keys_in_a_folder_into_which_the_host_copied_by_hand_follow_too(folder):
    key = new_key()
    make_second_copy()
    Place.objects.update(second_copy="")
    destroy_key(key)
    make_second_copy()
    assert not keys_are_outdated(folder / "keys")
    assert len(whole_copies(folder / "copies")) == 1


def test_where_the_disk_is_missing_the_keys_wait_for_it(folder, tmp_path_factory):
    key = new_key()
    make_second_copy()
    (folder / "keys").rename(tmp_path_factory.mktemp("disk") / "keys")
    destroy_key(key)
    make_second_copy()
    assert not (folder / "keys").exists()


def test_a_copy_already_under_way_is_left_to_finish(folder):
    with only_one(settings.HELD_DATA / "being-copied"):
        make_second_copy()
    assert not whole_copies(folder / "copies")


def test_a_no_does_not_wait_for_the_next_day_to_be_in_the_copy_of_the_keys(folder):
    make_second_copy()
    append_refusal("part a readers", 3)
    make_second_copy()
    assert refusals_in(folder / "keys" / "keyring.db")["part a readers"] == 3
    assert len(whole_copies(folder / "copies")) == 1


def test_a_copy_from_a_clock_a_year_ahead_does_not_count_as_fresh(folder, monkeypatch):
    clocks = Clocks(monkeypatch)
    clocks.leap(YEAR)
    make_second_copy()
    clocks.leap(-YEAR)
    make_second_copy()
    first, second = whole_copies(folder / "copies")
    assert first.name > second.name  # the name is a date, and does not give the order
    make_second_copy()
    assert whole_copies(folder / "copies") == [first, second]


def test_a_clock_that_begins_at_the_same_moment_each_time_gets_copies(folder, monkeypatch):
    clocks = Clocks(monkeypatch)
    for _evening in range(5):
        make_second_copy()
        clocks.pass_by(timedelta(hours=6))
        clocks.leap(timedelta(hours=-6))
    assert len(whole_copies(folder / "copies")) == 2


def test_after_a_leap_the_copy_of_the_keys_follows_at_the_next_wake(folder, monkeypatch):
    clocks = Clocks(monkeypatch)
    key = new_key()
    clocks.leap(YEAR)
    do_what_is_due()
    clocks.leap(-YEAR)
    do_what_is_due()
    destroy_key(key)
    clocks.pass_by(timedelta(minutes=5))
    do_what_is_due()
    assert not keys_are_outdated(folder / "keys")


def test_a_cut_off_photograph_in_the_copy_is_told_and_the_copy_is_made(folder):
    folder, name = folder / "copy", "q" * 26
    Place.objects.update(second_copy=str(folder))
    for photographs, data in ((settings.HELD_PHOTOGRAPHS, b"whole"), (folder / "photographs", b"cut")):
        (photographs / name[:2]).mkdir(parents=True)
        (photographs / name[:2] / name).write_bytes(data)
    with pytest.raises(CannotBackUp, match="The copy was made, but photographs differ"):
        make_second_copy()
    assert len(whole_copies(folder / "copies")) == 1
    assert (folder / "photographs" / name[:2] / name).read_bytes() == b"cut"
