"""A photograph that arrives has a leaf in its story; one that does not arrive whole leaves nothing."""

from types import SimpleNamespace

import pytest

from held.history.models import AuditEntry
from held.pictures import removal, vault
from held.pictures.intake import Arriving
from held.pictures.models import Picture
from held.pictures.recognising import NotKept, Why
from held.publishing import placing
from held.stories import photographs
from held.stories.chosen import photographs_chosen
from held.stories.models import Leaf, Publication, Story, Version
from tests import cast as people
from tests.drawn import drawn_png
from tests.placed import SHOWS, describe, receive


@pytest.fixture
def story(cast) -> Story:
    return people.write_story(cast)


def test_one_that_arrives_has_a_leaf_of_its_own_that_readers_do_not_see(cast, story):
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    leaf = receive(story, cast.ana)
    assert leaf.kind == Leaf.Kind.PHOTOGRAPH
    assert leaf.picture.family == cast.family
    assert not photographs_chosen().exists()
    assert AuditEntry.objects.filter(action="leaf.added", subject=f"leaf {leaf.pk}").exists()


def test_one_that_is_here_already_adds_no_leaf_and_leaves_no_blob(cast, story):
    receive(story, cast.ana)
    blobs = len(list(vault.every_blob()))
    with pytest.raises(NotKept):
        receive(story, cast.ben)
    assert Leaf.objects.filter(kind=Leaf.Kind.PHOTOGRAPH).count() == 1
    assert len(list(vault.every_blob())) == blobs


def test_a_fault_while_its_rows_are_written_leaves_nothing(cast, story, monkeypatch):
    failing = SimpleNamespace(record=lambda *_given, **_told: (_ for _ in ()).throw(RuntimeError))
    monkeypatch.setattr(photographs, "audit_log", failing)
    with pytest.raises(RuntimeError):
        receive(story, cast.ana)
    assert not Picture.objects.exists()
    assert not list(vault.every_blob())


def test_a_photos_words_are_destroyed_with_its_key(cast, story):
    leaf = receive(story, cast.ana)
    version = describe(leaf, cast.ana)
    assert version.read(leaf.picture.key) == {"shows": SHOWS}
    placing.remove(leaf, by=cast.ana)
    assert removal.destroy(leaf.picture, by=cast.ana)
    assert not Version.objects.filter(pk=version.pk).exists()
    assert not Leaf.objects.filter(pk=leaf.pk).exists()


def test_a_full_disk_adds_no_photo_to_the_story(cast, story, monkeypatch):
    arriving = Arriving(story.family, "a.png")
    arriving.write(drawn_png())
    arrived = arriving.finish()
    monkeypatch.setattr(vault, "put", lambda *_given: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(NotKept) as told:
        photographs.receive(story, arrived, by=cast.ana)
    assert told.value.why == Why.NO_ROOM
    assert not Leaf.objects.filter(kind=Leaf.Kind.PHOTOGRAPH).exists()
