"""A photograph of which only a part opens waits for a parent; consent is needed in addition, as always."""

import pytest

from held.access import what_readers_see
from held.desk.album import photograph_on_desk
from held.history.models import AuditEntry
from held.pictures.models import Picture, ShownInPart
from held.publishing import publication
from held.publishing.in_part import ChangedMeanwhile, decided_on, keep_from_readers, let_readers_see
from held.publishing.models import Address
from held.publishing.placing import NotPlaced
from held.stories.chosen import photographs_chosen, pictures_that_wait_for_a_parent
from held.stories.models import Placement, Publication
from tests import cast as people
from tests.photographs import photograph


@pytest.fixture
def placed(cast):
    """It was chosen to be shown before it was known that only a part of it opens."""
    story = people.write_story(cast)
    one = photograph(cast, story)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    Picture.objects.update(decoded=Picture.Decoded.PART)
    one.leaf.refresh_from_db()
    return one


def to_ask_for() -> list:
    return [Placement.objects.get(name=one.name) for one in what_readers_see.photographs_allowed(Address.objects.all())]


def test_readers_get_a_partial_photo_after_a_parent_agrees(cast, placed):
    assert not photographs_chosen().exists()
    assert list(pictures_that_wait_for_a_parent([placed.leaf.picture_id])) == [placed.leaf.picture]
    let_readers_see(placed.leaf, fingerprint="", by=cast.ben)
    assert to_ask_for() == [placed]
    assert ShownInPart.objects.get().by == cast.ben
    assert AuditEntry.objects.filter(action="picture.part.let", by=cast.ben.key).exists()


def test_letting_readers_see_a_part_widens_no_consent(cast, placed, monkeypatch):
    let_readers_see(placed.leaf, fingerprint="", by=cast.ana)
    monkeypatch.setattr(what_readers_see, "agreed_by_all", lambda _pictures, scopes: {scope: set() for scope in scopes})
    assert photographs_chosen().exists()
    assert not to_ask_for()


def test_it_is_kept_from_readers_again_at_once(cast, placed):
    let_readers_see(placed.leaf, fingerprint="", by=cast.ana)
    keep_from_readers(placed.leaf, by=cast.ben)
    keep_from_readers(placed.leaf, by=cast.ben)
    assert not to_ask_for()


def test_a_page_from_before_lets_nobody_see_it_again(cast, placed):
    let_readers_see(placed.leaf, fingerprint="", by=cast.ana)
    keep_from_readers(placed.leaf, by=cast.ben)
    with pytest.raises(ChangedMeanwhile):
        let_readers_see(placed.leaf, fingerprint="", by=cast.ana)
    let_readers_see(placed.leaf, fingerprint=decided_on(placed.leaf.picture), by=cast.ana)
    assert to_ask_for() == [placed]


def test_a_whole_photo_needs_no_decision_about_a_part(cast, placed):
    Picture.objects.update(decoded=Picture.Decoded.WHOLE)
    placed.leaf.refresh_from_db()
    with pytest.raises(ChangedMeanwhile):
        let_readers_see(placed.leaf, fingerprint="", by=cast.ana)
    assert to_ask_for() == [placed]


def test_it_is_not_ready_and_cannot_be_chosen_while_it_waits(cast, placed):
    assert not photograph_on_desk(placed.leaf).ready
    version = placed.leaf.current_id
    entry = placed.entry.current_id
    with pytest.raises(NotPlaced):
        publication.show(placed.leaf.story, versions=[entry, version], by=cast.ana)
    let_readers_see(placed.leaf, fingerprint="", by=cast.ana)
    assert photograph_on_desk(placed.leaf).ready
    publication.show(placed.leaf.story, versions=[entry, version], by=cast.ana)
