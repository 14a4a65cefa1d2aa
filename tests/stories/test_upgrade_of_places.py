"""The upgrade to 0009, on a story that readers see: photographs stay at the end of their entry, in the same order."""

import pytest

from held.stories.models import Placement, Publication, PublishedVersion
from tests import cast as people
from tests.consent.former import former_tables, upgrade
from tests.photographs import photograph
from tests.published import published_story

BEFORE = ("stories", "0008_conflicts_published_versions_and_publications")


@pytest.fixture
def upgraded(transactional_db):
    """Three photographs, the last moved before the others, that readers may ask for; then the upgrade ran."""
    with former_tables(BEFORE):
        cast = people.assemble()
        story = people.write_story(cast)
        leaves = [photograph(cast, story, shows=f"Hills under a morning sky, number {one}.").leaf for one in range(3)]
        people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana)
        for position, leaf in ((3, leaves[0]), (2, leaves[1]), (1, leaves[2])):
            Placement.objects.filter(leaf=leaf).update(position=position)
        upgrade()
        yield cast, story, leaves


def test_places_of_before_are_at_the_end_in_order(upgraded):
    _cast, story, _leaves = upgraded
    (entry,) = published_story(story).entries
    assert [veil.shows[-2] for veil in entry.at_end] == ["2", "1", "0"]
    assert len(entry.passages) == 1


def test_a_later_move_does_not_show_in_the_version_of_before(upgraded):
    _cast, story, leaves = upgraded
    Placement.objects.filter(leaf=leaves[0]).update(position=0)
    assert [veil.shows[-2] for veil in published_story(story).photographs] == ["2", "1", "0"]
    words = PublishedVersion.objects.exclude(leaf__kind="PHOTOGRAPH")
    assert set(words.values_list("position", "after_paragraph")) == {(None, None)}
