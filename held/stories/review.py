"""What a family looks at once more before somebody else may read it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from held.stories.babies import is_living
from held.stories.models import Leaf, Shown, Story
from held.stories.outline import is_essay, leaves_in_order, name_of, words_of
from held.stories.telling import Told, tell_versions


@dataclass(frozen=True)
class LeafToShow:
    """The newest words of one leaf, just as readers would see them; and whether they are chosen to be shown."""

    leaf: Leaf
    name: str
    version: uuid.UUID
    told: Told
    chosen: bool
    shown_already: bool
    living: bool
    essay: bool


def leaves_to_show(story: Story, *, chosen: Collection[uuid.UUID] | None = None) -> list[LeafToShow]:
    """Every leaf with words. Chosen are: those the page said, else those shown before, else all but living children."""
    shown = set(Shown.objects.filter(leaf__story=story).values_list("leaf_id", flat=True))
    found = []
    leaves = leaves_in_order(story)
    for leaf in leaves:
        words = words_of(leaf.current, story)
        if not words or leaf.current is None:
            continue
        living = leaf.kind == Leaf.Kind.BABY and is_living(words)
        before = leaf.pk in shown if shown else not living
        found.append(
            LeafToShow(
                leaf=leaf,
                name=name_of(leaf, words),
                version=leaf.current.pk,
                told=tell_versions(story, [leaf.current.pk]),
                chosen=before if chosen is None else leaf.current.pk in chosen,
                shown_already=leaf.pk in shown,
                living=living,
                essay=is_essay(leaf, leaves),
            )
        )
    return found
