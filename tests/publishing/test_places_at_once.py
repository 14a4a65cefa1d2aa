"""The words are saved while photographs are moved and readers are let see: no photograph comes after a wrong paragraph,
and nobody waits for another in a ring."""

from contextlib import suppress
from functools import partial

import pytest

from held.publishing import placing, publication
from held.publishing.placing import place_between
from held.publishing.publication import ChangedMeanwhile
from held.stories.models import Leaf, Placement, Publication, PublishedVersion, Story
from held.stories.paragraphs import paragraphs_of
from tests import cast as people
from tests.between import DAY, HOME, ICE, NAME, edit, seen
from tests.consent.test_two_at_once import at_once
from tests.photographs import photograph
from tests.placed import entry_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
ROUNDS = 12


def follows_name(row: Placement | PublishedVersion, words: dict[str, str]) -> bool:
    """Whether it comes after the paragraph in which the name is."""
    return row.after_paragraph is not None and paragraphs_of(words["body"])[row.after_paragraph - 1] == NAME


def save(cast, entry: Leaf, number: int) -> None:
    lines = [f"Line {one}." for one in range(number % 3)]
    edit(cast, entry, *lines, ICE, NAME, HOME)


def let_see(cast, story: Story) -> None:
    """As the page does: with the versions that were current as it was made."""
    with suppress(ChangedMeanwhile):
        publication.show(story, versions=people.current_versions(story), by=cast.ana)


def test_each_photograph_keeps_its_paragraph_through_all():
    cast = people.assemble()
    story = people.write_story(cast, body=DAY)
    entry = Leaf.objects.select_related("story", "picture").get(pk=entry_of(story).pk)
    leaves = [photograph(cast, story).leaf for _ in range(3)]
    for leaf in leaves:
        place_between(leaf, entry, seen(entry, 2), by=cast.ana)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana)
    for number in range(ROUNDS):
        at_once(
            partial(save, cast, Leaf.objects.get(pk=entry.pk), number),
            partial(placing.move_up, leaves[number % 3], by=cast.ana),
            partial(let_see, cast, story),
        )
        now = Leaf.objects.select_related("current", "story", "picture").get(pk=entry.pk)
        shown = PublishedVersion.objects.select_related("version").get(leaf=entry).version.read(entry.key)
        rows = Placement.objects.filter(entry=entry)
        assert sorted(row.position for row in rows) == [1, 2, 3]
        assert all(follows_name(row, now.current.read(now.key)) for row in rows)
        assert all(follows_name(row, shown) for row in PublishedVersion.objects.filter(leaf__in=leaves))
