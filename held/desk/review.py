"""What a family reviews before anybody else may read it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from held.desk.album import PhotographOnDesk, album
from held.desk.outline import is_essay, leaves_in_order, name_of, words_of
from held.pictures.models import Picture
from held.reading.published import StoryPage, Veil, page_of_words, veil_of
from held.stories.babies import is_living
from held.stories.models import Leaf, Publication, PublishedVersion, Story, Words


@dataclass(frozen=True)
class LeafToShow:
    """The newest words of one leaf, exactly as readers would see them; and whether they are chosen to be shown."""

    leaf: Leaf
    name: str
    version: uuid.UUID
    page: StoryPage
    chosen: bool
    newer: bool  # readers see older words of it
    living: bool
    essay: bool
    veil: Veil | None = None
    number: int = 0  # of a photograph
    moved: bool = False  # readers see a photograph at its earlier place
    in_part: bool = False  # only a part of the photograph opens


def newest_page(story: Story) -> StoryPage:
    """The story as readers would see it if it were opened now, with what is chosen at first. No photograph is: each is
    chosen by hand."""
    shown = _shown(story)
    written = [(leaf, words_of(leaf.current, leaf)) for leaf in leaves_in_order(story)]
    return page_of_words((leaf, words) for leaf, words in written if words and _is_chosen_first(leaf, words, shown))


def leaves_to_show(
    story: Story,
    *,
    chosen: Collection[uuid.UUID] | None = None,
    photographs: Collection[PhotographOnDesk] | None = None,
) -> list[LeafToShow]:
    """Every leaf with words, and every photograph that is ready.

    Chosen are those the page named; without a page, those shown before; if none were shown, all but living children. A
    photograph is chosen only while readers may already ask for it.

    `photographs`: the story's album, if the caller has already opened it.
    """
    shown = _shown(story)
    found = []
    leaves = leaves_in_order(story)
    for leaf in leaves:
        words = words_of(leaf.current, leaf)
        if not words or leaf.current is None:
            continue
        before = _is_chosen_first(leaf, words, shown)
        found.append(
            LeafToShow(
                leaf=leaf,
                name=name_of(leaf, words),
                version=leaf.current.pk,
                page=page_of_words([(leaf, words)]),
                chosen=before if chosen is None else leaf.current.pk in chosen,
                newer=leaf.pk in shown and shown[leaf.pk] != leaf.current.pk,
                living=_is_of_living_child(leaf, words),
                essay=is_essay(leaf, leaves),
            )
        )
    return found + _photographs(story, album(story) if photographs is None else photographs, chosen)


def _shown(story: Story) -> dict[int, uuid.UUID]:
    """The version of each leaf that readers see, or saw last; without photographs."""
    rows = PublishedVersion.objects.filter(leaf__story=story).exclude(leaf__kind=Leaf.Kind.PHOTOGRAPH)
    return dict(rows.values_list("leaf_id", "version_id"))


def _is_chosen_first(leaf: Leaf, words: Words, shown: Collection[int]) -> bool:
    """Whether it is chosen before somebody chooses: what was shown before, or all but living children."""
    return leaf.pk in shown if shown else not _is_of_living_child(leaf, words)


def _is_of_living_child(leaf: Leaf, words: Words) -> bool:
    return leaf.kind == Leaf.Kind.BABY and is_living(words)


def _photographs(
    story: Story, photographs: Collection[PhotographOnDesk], chosen: Collection[uuid.UUID] | None
) -> list[LeafToShow]:
    ready = [(one, one.leaf.current) for one in photographs if one.ready]
    is_open = Publication.objects.filter(story=story).exists()
    return [
        LeafToShow(
            leaf=one.leaf,
            name=one.entry_name,
            version=version.pk,
            page=page_of_words([]),
            chosen=one.shown and is_open if chosen is None else version.pk in chosen,
            newer=one.newer_since_shown,
            living=False,
            essay=False,
            veil=veil_of(one.words),
            number=one.number,
            moved=one.moved_since_shown,
            in_part=one.decoded == Picture.Decoded.PART,
        )
        for one, version in ready
        if version is not None
    ]
