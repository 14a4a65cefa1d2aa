"""What a family looks at once more before somebody else may read it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from held.stories.babies import is_living
from held.stories.models import Leaf, Shown, Story
from held.stories.outline import name_of, words_of
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


def leaves_to_show(story: Story, *, chosen: Collection[uuid.UUID] | None = None) -> list[LeafToShow]:
    """Every leaf with words. Chosen are: those the page said, else those shown before, else all but living children."""
    shown = set(Shown.objects.filter(leaf__story=story).values_list("leaf_id", flat=True))
    found = []
    written = Leaf.objects.filter(story=story).exclude(current=None).select_related("current")
    for leaf in written.order_by("position", "pk"):
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
            )
        )
    return found
