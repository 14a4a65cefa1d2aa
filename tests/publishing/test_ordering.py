"""Several photographs get their places at once: after an entry's others, or after one photograph."""

import pytest

from held.history.models import AuditEntry
from held.publishing import placing
from held.publishing.ordering import place_after, take_several_out
from held.publishing.placing import NotPlaced
from held.stories import writing
from held.stories.models import Leaf, Placement, Publication, PublishedVersion, Story
from tests import cast as people
from tests.photographs import arrived_photograph, photograph


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def essay(story):
    return Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)


@pytest.fixture
def placed(cast, story):
    return [photograph(cast, story).leaf for _ in range(4)]


def order(entry) -> list[int]:
    return list(Placement.objects.filter(entry=entry).order_by("position", "pk").values_list("leaf", flat=True))


@pytest.mark.parametrize(
    ("moving", "after", "expected"),
    [
        ([0], None, [1, 2, 3, 0]),
        ([3], 0, [0, 3, 1, 2]),
        ([0, 1], 3, [2, 3, 0, 1]),
        ([3, 1], 0, [0, 3, 1, 2]),
        ([1, 2], 2, [0, 2, 1, 3]),
        ([2], 2, [0, 1, 2, 3]),
    ],
)
def test_they_go_after_one_of_the_others_or_to_the_end(cast, essay, placed, moving, after, expected):
    where = None if after is None else placed[after]
    place_after([placed[one] for one in moving], essay, after=where, by=cast.ana)
    assert order(essay) == [placed[one].pk for one in expected]
    assert len(set(Placement.objects.values_list("position", flat=True))) == 4


def test_moving_within_an_entry_keeps_what_readers_may_ask_for(cast, essay, placed):
    names = set(Placement.objects.values_list("name", flat=True))
    place_after([placed[2]], essay, after=placed[0], by=cast.ana)
    assert set(Placement.objects.values_list("name", flat=True)) == names
    assert PublishedVersion.objects.filter(leaf__in=placed).count() == 4


def test_one_from_another_entry_is_not_asked_for_there_yet(cast, story, essay, placed):
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    later = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    place_after([placed[1], placed[0]], later, after=None, by=cast.ana)
    assert (order(later), order(essay)) == ([placed[1].pk, placed[0].pk], [placed[2].pk, placed[3].pk])
    assert set(PublishedVersion.objects.filter(leaf__in=placed).values_list("leaf", flat=True)) == {
        placed[2].pk,
        placed[3].pk,
    }


def test_if_one_cannot_be_placed_none_of_them_moves(cast, story, essay, placed):
    removed = arrived_photograph(cast, story)
    placing.remove(removed, by=cast.ana)
    elsewhere = arrived_photograph(cast, people.write_story(cast))
    later = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    for leaves, entry, after in (
        ([placed[0], removed], later, None),
        ([placed[0], elsewhere], later, None),
        ([placed[0]], later, placed[1]),
        ([placed[0]], placed[1], None),
    ):
        with pytest.raises(NotPlaced):
            place_after(leaves, entry, after=after, by=cast.ana)
    assert order(essay) == [leaf.pk for leaf in placed]
    assert not order(later)


def test_an_older_page_of_what_readers_see_is_outdated(cast, story, essay, placed):
    before = Story.objects.get(pk=story.pk).decisions
    place_after([placed[0]], essay, after=placed[1], by=cast.ana)
    assert Story.objects.get(pk=story.pk).decisions > before
    last = AuditEntry.objects.order_by("-pk").first()
    assert (last.action, last.subject) == ("photograph.moved", f"leaf {placed[0].pk}")


def test_putting_them_where_they_are_already_changes_nothing(cast, story, essay, placed):
    before = Story.objects.get(pk=story.pk).decisions
    place_after([placed[1], placed[2]], essay, after=placed[0], by=cast.ana)
    assert Story.objects.get(pk=story.pk).decisions == before


def test_several_are_taken_out_and_the_others_stay(cast, story, essay, placed):
    take_several_out([placed[0], placed[2], arrived_photograph(cast, story)], by=cast.ana)
    assert order(essay) == [placed[1].pk, placed[3].pk]
    assert PublishedVersion.objects.filter(leaf__in=placed).count() == 2
