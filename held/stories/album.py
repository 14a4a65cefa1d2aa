"""The photographs of a story as its family finds them: in words only, none of them shown."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from held.consent.facts import agreed_by_all
from held.consent.models import Part
from held.pictures.models import Picture, Removal, Rendition
from held.pictures.removal import destroyed_on
from held.stories.chosen import pictures_that_wait_for_a_parent
from held.stories.enclosed import SaidOf, said_of
from held.stories.models import Differing, Leaf, Opening, Placement, Shown, Story
from held.stories.outline import name_of, words_of
from held.stories.photographs import is_described
from held.uptime.agreeing import agrees


@dataclass(frozen=True)
class PhotographOnDesk:
    """One photograph: what its family wrote of it, where it stands, how it is with it. `number`: its own for good."""

    leaf: Leaf
    number: int
    shows: str
    opens: bool
    described: bool
    can_be_shown: bool
    decoded: Picture.Decoded
    waits_for_a_parent: bool  # only a part of it opens, and no parent has let readers see that
    differs: bool
    entry: Leaf | None
    entry_name: str
    entry_shown: bool
    first_of_entry: bool
    shown: bool
    newer_since_shown: bool
    gone_after: datetime | None
    date_in_doubt: bool  # `gone_after` tells nothing: it waits until a host confirms the date
    came_from: tuple[SaidOf, ...]
    named: bool  # somebody, as in it or as who took it
    agreed: bool  # by everyone in it, for whoever reads the story now; while it is closed, for anybody at all

    @property
    def ready(self) -> bool:
        """Whether readers could be asked whether they want to see it."""
        shows = self.can_be_shown and not self.waits_for_a_parent
        return self.described and shows and self.entry is not None and self.gone_after is None


def album(story: Story) -> list[PhotographOnDesk]:
    """Every photograph of the story: those that stand in it in the order of reading, then the others."""
    leaves = Leaf.objects.filter(story=story, kind=Leaf.Kind.PHOTOGRAPH).order_by("position", "pk")
    found = _photographs(story, list(leaves.select_related("story", "picture", "current")))
    return sorted(found, key=lambda one: one.entry is None)


def photograph_on_desk(leaf: Leaf) -> PhotographOnDesk:
    """One of them."""
    return next(one for one in album(leaf.story) if one.leaf.pk == leaf.pk)


def _photographs(story: Story, leaves: list[Leaf]) -> list[PhotographOnDesk]:
    pictures = [leaf.picture_id for leaf in leaves]
    showable = set(Rendition.objects.filter(picture__in=pictures).values_list("picture", flat=True))
    removals = _removals(pictures)
    waiting = set(pictures_that_wait_for_a_parent(pictures).values_list("pk", flat=True))
    placed = {row.leaf_id: row for row in _placements(story)}
    first = {row.entry_id: row.leaf_id for row in reversed(list(placed.values()))}
    shown = dict(Shown.objects.filter(leaf__story=story).values_list("leaf", "version"))
    named, agreed = _named(pictures), _agreed(story, [picture for picture in pictures if picture])
    differing = set(Differing.objects.filter(leaf__in=leaves).values_list("leaf", flat=True))
    order, came_from = list(placed), said_of(story)
    date_in_doubt = bool(removals) and not agrees()
    found = []
    for leaf in sorted(leaves, key=lambda leaf: order.index(leaf.pk) if leaf.pk in placed else len(order)):
        words, row, removal = words_of(leaf.current, leaf), placed.get(leaf.pk), removals.get(leaf.picture_id)
        found.append(
            PhotographOnDesk(
                leaf=leaf,
                number=leaf.number or 0,
                shows=(words or {}).get("shows", ""),
                opens=words is not None,
                described=is_described(words or {}),
                can_be_shown=leaf.picture_id in showable,
                decoded=Picture.Decoded(leaf.picture.decoded) if leaf.picture else Picture.Decoded.UNREADABLE,
                waits_for_a_parent=leaf.picture_id in waiting,
                differs=leaf.pk in differing,
                entry=row.entry if row else None,
                entry_name=name_of(row.entry, words_of(row.entry.current, row.entry) or {}) if row else "",
                entry_shown=row is not None and row.entry_id in shown,
                first_of_entry=row is not None and first[row.entry_id] == leaf.pk,
                shown=leaf.pk in shown,
                newer_since_shown=leaf.pk in shown and shown[leaf.pk] != leaf.current_id,
                gone_after=destroyed_on(removal) if removal else None,
                date_in_doubt=removal is not None and date_in_doubt,
                came_from=tuple(came_from.get(leaf.pk, ())),
                named=leaf.picture_id in named,
                agreed=leaf.picture_id in agreed,
            )
        )
    return found


def _removals(pictures: list[uuid.UUID | None]) -> dict[uuid.UUID | None, Removal]:
    return {row.picture_id: row for row in Removal.objects.filter(picture__in=pictures)}


def _named(pictures: list[uuid.UUID | None]) -> set[uuid.UUID]:
    return set(Part.objects.filter(picture__in=pictures).values_list("picture", flat=True))


def _agreed(story: Story, pictures: list[uuid.UUID]) -> set[uuid.UUID]:
    opening = Opening.objects.filter(story=story).first()
    circles = [Opening.Circle(opening.circle)] if opening else list(Opening.Circle)
    return set().union(*agreed_by_all(pictures, [circle.scope for circle in circles]).values())


def _placements(story: Story) -> list[Placement]:
    rows = Placement.objects.filter(entry__story=story).select_related(
        "entry__story", "entry__picture", "entry__current"
    )
    return list(rows.order_by("entry__position", "entry", "position", "pk"))
