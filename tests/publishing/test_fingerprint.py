"""An old page decides nothing: whatever was taken back, hidden or moved since it was opened stays so."""

import pytest

from held.publishing import placing, publication
from held.publishing.fingerprint import fingerprint_of
from held.publishing.publication import ChangedMeanwhile
from held.stories import writing
from held.stories.chosen import photographs_chosen
from held.stories.models import Leaf, Placement, Publication, PublishedVersion
from tests import cast as people
from tests.photographs import photograph

LINK, EVERYONE = Publication.Circle.LINK, Publication.Circle.EVERYONE


@pytest.fixture
def story(cast):
    story = people.write_story(cast)
    cast.story = story
    cast.placed = photograph(cast, story)
    people.open_to(story, LINK, by=cast.ana)
    return story


MEANWHILE = {
    "taken back": lambda c: publication.take_back(c.story, by=c.ana),
    "a photograph hidden": lambda c: publication.hide(c.placed.leaf, by=c.ben),
    "a photograph taken out": lambda c: placing.take_out(c.placed.leaf, by=c.ben),
    "a photograph removed": lambda c: placing.remove(c.placed.leaf, by=c.ben),
    "a photograph moved": lambda c: placing.place(
        c.placed.leaf, writing.add_leaf(c.story, Leaf.Kind.ENTRY, by=c.ben), by=c.ben
    ),
    "opened wider": lambda c: people.open_to(c.story, EVERYONE, by=c.ana),
}


@pytest.mark.parametrize("way", MEANWHILE)
@pytest.mark.parametrize("to", [None, EVERYONE])
def test_an_outdated_page_opens_and_shows_nothing(cast, story, way, to):
    page, chosen = fingerprint_of(story), people.current_versions(story)
    MEANWHILE[way](cast)
    now = fingerprint_of(story)
    with pytest.raises(ChangedMeanwhile):
        if to is None:
            publication.show(story, versions=chosen, by=cast.ana, fingerprint=page)
        else:
            publication.open_story(story, to, versions=chosen, by=cast.ana, fingerprint=page)
    assert fingerprint_of(story) == now


def test_a_change_and_its_undoing_give_a_new_fingerprint(cast, story):
    page = fingerprint_of(story)
    publication.hide(cast.placed.leaf, by=cast.ben)
    publication.show(story, versions=people.current_versions(story), by=cast.ana)
    assert fingerprint_of(story) != page
    page, chosen = fingerprint_of(story), people.current_versions(story)
    publication.take_back(story, by=cast.ana)
    people.open_to(story, LINK, by=cast.ana)
    with pytest.raises(ChangedMeanwhile):
        publication.open_story(story, EVERYONE, versions=chosen, by=cast.ana, fingerprint=page)


def test_a_page_that_is_up_to_date_opens_the_story(cast, story):
    publication.show(story, versions=people.current_versions(story), by=cast.ana, fingerprint=fingerprint_of(story))
    publication.open_story(
        story, EVERYONE, versions=people.current_versions(story), by=cast.ana, fingerprint=fingerprint_of(story)
    )
    assert publication.circle_of(story) == EVERYONE


def test_sent_from_the_page_an_old_one_is_told_and_opens_nothing(cast, story, signed_in):
    ana, step = signed_in(cast.ana, key=True), f"/family/stories/{story.pk}/circle/shown/"
    sent = {"standing": fingerprint_of(story), "shown": people.current_versions(story)}
    publication.hide(cast.placed.leaf, by=cast.ben)
    answer = ana.post(step, sent)
    assert answer.status_code == 409
    assert "Nothing was opened" in answer.content.decode()
    assert not PublishedVersion.objects.filter(leaf=cast.placed.leaf).exists()


def test_removing_an_empty_entry_ends_the_choice_of_its_photo(cast, story):
    """Otherwise it could be asked for as soon as it was placed again, before anybody decided."""
    empty = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    placing.place(cast.placed.leaf, empty, by=cast.ana)
    choose(cast)
    assert writing.drop_unwritten(empty, by=cast.ana)
    assert not PublishedVersion.objects.filter(leaf=cast.placed.leaf).exists()


def test_an_unplaced_photo_is_not_shown_as_soon_as_placed(cast, story):
    Placement.objects.all().delete()
    choose(cast)
    placing.place(cast.placed.leaf, Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY), by=cast.ana)
    assert Placement.objects.filter(leaf=cast.placed.leaf).exists()
    assert not photographs_chosen().exists()


def choose(cast) -> None:
    leaf = Leaf.objects.get(pk=cast.placed.leaf.pk)
    PublishedVersion.objects.update_or_create(leaf=leaf, defaults={"version": leaf.current, "first_on": "2026-01-01"})
