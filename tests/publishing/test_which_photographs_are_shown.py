"""Which photographs readers may ask for: every part of the one rule is checked, for each photograph by itself."""

import pytest

from held.pictures.models import Removal, Rendition
from held.publishing import placing
from held.stories import writing
from held.stories.chosen import photographs_chosen
from held.stories.models import Leaf, Placement, Publication, PublishedVersion, Story
from held.stories.writing import OpenForm
from tests import cast as people
from tests.placed import entry_of, placed, receive


@pytest.fixture
def story(cast) -> Story:
    return people.write_story(cast)


def spoil(leaf: Leaf, how: str) -> None:
    """Rows that no act of ours makes, and that still show nothing."""
    there = Placement.objects.get(leaf=leaf)
    if how == "nothing to show":
        Rendition.objects.filter(picture=leaf.picture).delete()
    if how == "not in an entry":
        Leaf.objects.filter(pk=there.entry_id).update(kind=Leaf.Kind.BABY)
    if how == "in another story":
        Leaf.objects.filter(pk=there.entry_id).update(story=Story.objects.exclude(pk=leaf.story_id).get())
    if how == "not chosen":
        PublishedVersion.objects.filter(leaf=leaf).delete()
    if how == "its entry not shown":
        PublishedVersion.objects.filter(leaf=there.entry_id).delete()


@pytest.mark.parametrize(
    "how",
    ["nothing to show", "not in an entry", "in another story", "not chosen", "its entry not shown"],
)
def test_every_part_of_the_one_rule_is_asked(cast, story, how):
    people.write_story(cast, title="Another")
    leaf = placed(story, cast.ana)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert photographs_chosen().exists()
    spoil(leaf, how)
    assert not photographs_chosen().exists()


def test_what_is_asked_of_one_is_not_answered_by_another(cast, story):
    leaf = placed(story, cast.ana)
    receive(story, cast.ana, hue=7)  # has something to show, and is not placed
    other = placed(people.write_story(cast, title="Another"), cast.ana, hue=9)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert [placed.leaf for placed in photographs_chosen()] == [leaf]
    Removal.objects.create(picture=other.picture)
    assert [placed.leaf for placed in photographs_chosen()] == [leaf]


def test_shown_photos_follow_the_order_of_entries_and_places(cast, story):
    first, later = entry_of(story), writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    writing.save(later, {"body": "Later."}, form=OpenForm(), by=cast.ana)
    leaves = [placed(story, cast.ana, hue=hue) for hue in range(4)]
    for leaf in leaves[:2]:
        placing.place(leaf, later, by=cast.ana)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    placing.move_up(leaves[3], by=cast.ana)
    assert [placed.leaf for placed in photographs_chosen()] == [leaves[at] for at in (2, 3, 0, 1)]
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert [placed.leaf for placed in photographs_chosen()] == [leaves[at] for at in (3, 2, 0, 1)]
    Leaf.objects.filter(pk=later.pk).update(position=first.position)
    assert [placed.leaf for placed in photographs_chosen()] == [leaves[at] for at in (3, 2, 0, 1)]
    Leaf.objects.filter(pk=later.pk).update(position=first.position - 1)
    assert [placed.leaf for placed in photographs_chosen()] == [leaves[at] for at in (0, 1, 3, 2)]
    PublishedVersion.objects.filter(leaf__in=leaves[2:]).update(position=1)
    assert [placed.leaf for placed in photographs_chosen()] == [leaves[at] for at in (0, 1, 2, 3)]
