"""One photograph more is let readers ask for, whatever was moved before: it comes where the family has it."""

from collections.abc import Callable
from random import Random

import pytest

from held.publishing import placing, publication
from held.publishing.fingerprint import fingerprint_of
from held.publishing.letting_ask import let_readers_ask
from held.publishing.ordering import place_after
from held.publishing.placing import place_between
from held.stories.chosen import photographs_chosen
from held.stories.models import Leaf, Placement, Publication, PublishedVersion, Story
from tests import cast as people
from tests.between import DAY, HOME, ICE, NAME, edit, seen
from tests.cast import Cast
from tests.photographs import photograph
from tests.placed import entry_of

ACTS, SEEDS = 40, 6


@pytest.fixture
def story(cast) -> Story:
    story = people.write_story(cast, body=DAY)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    return story


@pytest.fixture
def leaves(cast, story) -> list[Leaf]:
    return [photograph(cast, story, shown=False).leaf for _ in range(4)]


def of_family(entry: Leaf) -> list[tuple[int, int | None]]:
    rows = Placement.objects.filter(entry=entry).order_by("position", "pk")
    return list(rows.values_list("leaf", "after_paragraph"))


def of_readers(entry: Leaf) -> list[tuple[int, int | None]]:
    """In the order of reading. No two have the same place, which the order of rows would then decide."""
    rows = list(photographs_chosen().filter(entry=entry))
    assert len({(row.shown_after, row.shown_position) for row in rows}) == len(rows)
    return [(row.leaf_id, row.shown_after) for row in rows]


def let(cast: Cast, leaf: Leaf) -> None:
    leaf.refresh_from_db()
    let_readers_ask(leaf, version=leaf.current_id, fingerprint=fingerprint_of(leaf.story), by=cast.ana)


def let_and_look(cast: Cast, entry: Leaf, leaf: Leaf) -> None:
    """Let readers ask for it: the others stay, and if they were where the family has them, all now are."""
    others = [one for one in of_readers(entry) if one[0] != leaf.pk]
    same = {leaf.pk, *(number for number, _ in others)}
    family = [one for one in of_family(entry) if one[0] in same]
    let(cast, leaf)
    now = of_readers(entry)
    assert [one for one in now if one[0] != leaf.pk] == others
    entry.refresh_from_db()
    newest = PublishedVersion.objects.get(leaf=entry).version_id == entry.current_id
    if newest and [one for one in family if one[0] != leaf.pk] == others:
        assert now == family


def acts_of(cast: Cast, story: Story, random: Random) -> list[Callable[[Leaf, Leaf], object]]:
    entry = entry_of(story)
    words = [ICE, NAME, HOME]
    return [
        lambda leaf, _other: place_between(leaf, entry, seen(entry, random.randint(1, 3)), by=cast.ana),
        lambda leaf, _other: placing.move_up(leaf, by=cast.ana),
        lambda leaf, other: place_after([leaf], entry, after=other if other != leaf else None, by=cast.ana),
        lambda leaf, _other: publication.hide(leaf, by=cast.ana),
        lambda leaf, _other: placing.take_out(leaf, by=cast.ana) or placing.place(leaf, entry, by=cast.ana),
        lambda _leaf, _other: publication.show(story, versions=people.current_versions(story), by=cast.ana),
        lambda _leaf, _other: edit(cast, entry, *random.sample(words, 3)),
        *[lambda leaf, _other: let_and_look(cast, entry, leaf)] * 6,
    ]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_order_of_readers_is_that_of_the_family(cast, story, leaves, seed):
    random = Random(seed)
    for act in random.choices(acts_of(cast, story, random), k=ACTS):
        act(*random.sample(leaves, 2))


def test_one_moved_up_and_let_alone_comes_before_the_other(cast, story, leaves):
    first, second = leaves[:2]
    let(cast, first)
    placing.move_up(second, by=cast.ana)
    let(cast, second)
    assert of_readers(entry_of(story)) == [(second.pk, None), (first.pk, None)]
