"""Removing a photograph: closed at once, destroyed after the days of grace or when they ask again."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.db import OperationalError

from held.history.models import AuditEntry
from held.keyring.text import KeyGone, NoWrappingKey, destroy_key, forget_ring, open_ring, unseal
from held.pictures import removal, vault
from held.pictures.models import Picture, Removal, Rendition
from held.pictures.reveal import CannotBeShown, renditions_of, reveal
from tests.clock import Clocks
from tests.drawn import drawn_png
from tests.pictures.arriving import kept


@pytest.fixture
def clocks(monkeypatch) -> Clocks:
    return Clocks(monkeypatch)


@pytest.fixture
def picture(cast) -> Picture:
    return kept(cast.family, drawn_png(), cast.ana)


def test_it_is_closed_at_once_and_the_key_stays_for_the_days_of_grace(cast, picture):
    removal.remove(picture, by=cast.ana)
    assert renditions_of(picture.pk) == ()
    removal.destroy_what_is_due()
    assert unseal(picture.key, f"photograph {picture.pk} name", picture.sealed_name)


def test_removing_twice_does_not_restart_the_days_of_grace(cast, picture):
    first = removal.remove(picture, by=cast.ana)
    assert removal.remove(picture, by=cast.ben).asked_at == first.asked_at
    assert AuditEntry.objects.filter(action="picture.removed").count() == 1


def test_until_then_the_family_can_keep_it_after_all(cast, picture):
    removal.remove(picture, by=cast.ana)
    assert removal.keep_after_all(picture, by=cast.ben)
    assert renditions_of(picture.pk)
    assert AuditEntry.objects.filter(action="picture.kept-after-all", by=cast.ben.key).exists()
    assert removal.keep_after_all(picture, by=cast.ben)
    assert AuditEntry.objects.filter(action="picture.kept-after-all").count() == 1


def test_when_the_days_are_over_it_is_gone_for_good(cast, picture, clocks):
    rendition = renditions_of(picture.pk)[0]
    removal.remove(picture, by=cast.ana)
    clocks.pass_by(removal.GRACE + timedelta(seconds=1))
    removal.destroy_what_is_due()
    assert not Picture.objects.exists()
    assert not Rendition.objects.exists()
    assert not list(vault.every_blob())
    with pytest.raises(KeyGone):
        unseal(picture.key, "x", b"x" * 60)
    with pytest.raises(CannotBeShown):
        reveal(rendition)
    assert AuditEntry.objects.filter(action="picture.destroyed", by="program").exists()


def test_a_removed_photo_stays_until_its_last_day(cast, picture, clocks):
    removal.remove(picture, by=cast.ana)
    clocks.pass_by(removal.GRACE - timedelta(days=1))
    removal.destroy_what_is_due()
    assert Picture.objects.exists()


def test_asking_again_destroys_a_removed_photo_at_once(cast, picture):
    removal.remove(picture, by=cast.ana)
    removal.destroy(picture, by=cast.ana)
    assert not Picture.objects.exists()
    assert AuditEntry.objects.filter(action="picture.destroyed", by=cast.ana.key).exists()


def test_an_older_copy_of_the_folder_shows_no_destroyed_photo(cast, picture, tmp_path):
    rendition = renditions_of(picture.pk)[0]
    copied = tmp_path / "copy"
    shutil.copytree(settings.HELD_PHOTOGRAPHS, copied)
    removal.remove(picture, by=cast.ana)
    removal.destroy(picture, by=cast.ana)
    shutil.rmtree(settings.HELD_PHOTOGRAPHS)
    shutil.copytree(copied, settings.HELD_PHOTOGRAPHS)
    with pytest.raises(CannotBeShown):
        reveal(rendition)


def test_what_is_kept_while_another_is_being_destroyed_stays(cast, picture, clocks, monkeypatch):
    other = kept(cast.family, drawn_png(hue=5), cast.ana)
    for each in (picture, other):
        removal.remove(each, by=cast.ana)
    clocks.pass_by(removal.GRACE + timedelta(seconds=1))
    destroyed = []

    def and_somebody_keeps_the_other(key):
        destroyed.append(key)
        left = other if key == picture.key else picture
        if len(destroyed) == 1:
            assert removal.keep_after_all(left, by=cast.ben)
        return destroy_key(key)

    monkeypatch.setattr(removal, "destroy_key", and_somebody_keeps_the_other)
    removal.destroy_what_is_due()
    assert len(destroyed) == 1
    assert Picture.objects.count() == 1
    assert reveal(renditions_of(Picture.objects.get().pk)[0])


def test_a_photo_being_destroyed_cannot_be_kept_after_all(cast, picture, monkeypatch):
    removal.remove(picture, by=cast.ana)
    told = []
    monkeypatch.setattr(
        removal,
        "destroy_key",
        lambda key: (told.append(removal.keep_after_all(picture, by=cast.ben)), destroy_key(key)),
    )
    gone = picture.pk
    assert removal.destroy(picture, by=cast.ana)
    assert told == [False]
    assert not removal.keep_after_all(Picture(pk=gone), by=cast.ben)
    assert not AuditEntry.objects.filter(action="picture.kept-after-all").exists()


def test_what_nobody_asks_to_remove_any_more_is_not_destroyed(cast, picture):
    removal.remove(picture, by=cast.ana)
    removal.keep_after_all(picture, by=cast.ben)
    assert not removal.destroy(picture, by=cast.ana)
    assert renditions_of(picture.pk)


def test_the_chore_finishes_an_interrupted_destruction(cast, picture, monkeypatch):
    removal.remove(picture, by=cast.ana)
    with monkeypatch.context() as cut, pytest.raises(RuntimeError):
        cut.setattr(removal, "destroy_key", lambda _key: (_ for _ in ()).throw(RuntimeError))
        removal.destroy(picture, by=cast.ana)
    assert not removal.keep_after_all(picture, by=cast.ben)
    removal.destroy_claimed()
    assert not Picture.objects.exists()


def test_after_a_restore_the_days_of_grace_begin_again(cast, picture, clocks):
    removal.remove(picture, by=cast.ana)
    clocks.pass_by(removal.GRACE + timedelta(seconds=1))
    removal.begin_grace_anew()
    removal.destroy_what_is_due()
    assert Picture.objects.exists()


def test_cut_off_after_its_key_was_destroyed_the_next_time_ends_it(cast, picture, monkeypatch):
    removal.remove(picture, by=cast.ana)
    with monkeypatch.context() as cut, pytest.raises(RuntimeError):
        cut.setattr(Picture, "delete", lambda _self: (_ for _ in ()).throw(RuntimeError))
        removal.destroy(picture, by=cast.ana)
    assert Removal.objects.exists()
    removal.destroy_claimed()
    assert not Picture.objects.exists()
    assert not list(vault.every_blob())


def test_other_photographs_stay_and_open(cast, picture):
    other = kept(cast.family, drawn_png(hue=5), cast.ana)
    removal.remove(picture, by=cast.ana)
    removal.destroy(picture, by=cast.ana)
    forget_ring()
    open_ring(settings.HELD_KEYS)
    assert reveal(renditions_of(other.pk)[0])
    assert Picture.objects.get().name == "IMG_1.PNG"


def test_a_photo_can_be_kept_after_a_failed_destruction(cast, picture):
    other = kept(cast.family, drawn_png(hue=5), cast.ana)
    removal.remove(picture, by=cast.ana)
    with closing(sqlite3.connect(settings.HELD_KEYS / "keyring.db")) as ring:
        (whole,) = ring.execute("SELECT wrapped FROM key WHERE id = ?", (other.key,)).fetchone()
        wrap = partial(ring.execute, "UPDATE key SET wrapped = ? WHERE id = ?")
        with ring:
            wrap((bytes(60), other.key))
        try:
            with pytest.raises(NoWrappingKey):
                removal.destroy(picture, by=cast.ana)
        finally:
            with ring:
                wrap((whole, other.key))
    assert removal.keep_after_all(picture, by=cast.ana)


def test_on_a_full_disk_it_is_closed_all_the_same(cast, picture, monkeypatch):
    tries = []

    def full_once(*given, **told):
        tries.append(given)
        if len(tries) == 1:
            raise OperationalError("database or disk is full") from OSError(28, "full")
        return made(*given, **told)

    made = Removal.objects.get_or_create
    monkeypatch.setattr(type(Removal.objects), "get_or_create", lambda _self, **told: full_once(**told))
    monkeypatch.setattr("held.place.disk_reserve.is_for_want_of_room", lambda _fault: True)
    monkeypatch.setattr("held.place.disk_reserve._give_some_up", lambda: True)
    monkeypatch.setattr("held.place.disk_reserve.connection", type("Alone", (), {"in_atomic_block": False}))
    removal.remove(picture, by=cast.ana)
    assert len(tries) == 2
    assert renditions_of(picture.pk) == ()
