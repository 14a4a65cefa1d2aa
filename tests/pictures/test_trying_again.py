"""Another try with a photograph that arrived and could not be shown."""

import errno

import pytest

from held.history.models import AuditEntry
from held.jail import developing
from held.pictures import trying_again, vault
from held.pictures.models import Picture, Rendition
from held.pictures.recognising import NotKept
from held.pictures.reveal import renditions_of, reveal
from held.pictures.sweeping import left_over
from held.pictures.trying_again import BeingTried, try_again
from tests.drawn import broken_png, drawn_png
from tests.pictures.arriving import kept, read_original


def unopened(cast, monkeypatch) -> Picture:
    with monkeypatch.context() as broken:
        broken.setattr(developing, "develop", lambda _original: (_ for _ in ()).throw(developing.CannotBeShown))
        return kept(cast.family, drawn_png(), cast.ana)


def test_one_that_could_not_be_shown_can_be_tried_again(cast, monkeypatch):
    picture = unopened(cast, monkeypatch)
    assert not Rendition.objects.exists()
    assert try_again(picture, by=cast.ben)
    assert reveal(renditions_of(picture.pk)[0])
    assert AuditEntry.objects.filter(action="picture.opened", by=cast.ben.key).exists()
    assert try_again(picture, by=cast.ana)
    assert AuditEntry.objects.filter(action="picture.opened").count() == 1


def test_one_that_still_does_not_open_stays_as_it_is(cast):
    picture = kept(cast.family, broken_png(), cast.ana)
    assert not try_again(picture, by=cast.ana)
    assert read_original(picture) == broken_png()


def test_no_room_to_try_again_leaves_what_was_there(cast, monkeypatch):
    picture = unopened(cast, monkeypatch)
    blobs = [blob.name for blob in vault.every_blob()]
    monkeypatch.setattr(vault, "put", lambda *_given: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    with pytest.raises(NotKept):
        try_again(picture, by=cast.ana)
    assert [blob.name for blob in vault.every_blob()] == blobs


def test_one_that_opened_meanwhile_is_not_made_showable_twice(cast, monkeypatch):
    picture = unopened(cast, monkeypatch)
    made = developing.develop

    def and_somebody_else_too(original):
        renditions = made(original)
        if not Rendition.objects.exists():
            with monkeypatch.context() as once:
                once.setattr(developing, "develop", made)
                trying_again._try(picture, cast.ben)  # as another process of the place would
        return renditions

    monkeypatch.setattr(developing, "develop", and_somebody_else_too)
    assert try_again(picture, by=cast.ana)
    assert len(left_over(vault.every_blob())) == 0
    assert Rendition.objects.filter(picture=picture).count() == len(renditions_of(picture.pk))


def test_one_whose_file_is_damaged_or_lost_still_does_not_open(cast, monkeypatch):
    picture = unopened(cast, monkeypatch)
    vault.drop(picture.original)
    assert not try_again(picture, by=cast.ana)
    assert not Rendition.objects.exists()


def test_the_same_one_is_not_tried_twice_at_once(cast, monkeypatch):
    picture = unopened(cast, monkeypatch)

    def meanwhile(_original):
        with pytest.raises(BeingTried):
            try_again(picture, by=cast.ben)
        raise developing.CannotBeShown

    monkeypatch.setattr(developing, "develop", meanwhile)
    assert not try_again(picture, by=cast.ana)
    assert not try_again(picture, by=cast.ana)  # and afterwards it can be tried again
