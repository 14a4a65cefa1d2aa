"""The photographs of a story for its family: only in words, without showing any of them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from held.consent.facts import agreed_by_all
from held.consent.models import ListComplete
from held.desk.covered import covered_on_desk
from held.desk.enclosed import SaidOf, said_of
from held.desk.outline import name_of, words_of
from held.desk.photograph_status import PhotographStatus, StatusFacts, status_of
from held.keyring.text import read_keys
from held.pictures.models import Picture, Removal, Rendition
from held.pictures.removal import destroyed_on
from held.stories.chosen import pictures_that_wait_for_a_parent
from held.stories.models import Conflict, Leaf, Placement, Publication, PublishedVersion, Story, Words
from held.stories.photographs import is_described
from held.stories.places import place_shown
from held.uptime.clock_agreement import agrees


@dataclass(frozen=True)
class PhotographOnDesk:
    """One photograph: what its family wrote of it, its place, its state. `number`: its own for good."""

    leaf: Leaf
    number: int
    words: Words
    opens: bool
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
    moved_since_shown: bool  # within its entry; not told while readers see other words there
    after_paragraph: int | None
    paragraph_gone: uuid.UUID | None  # the version that last had the one before it, until its new place is confirmed
    gone_after: datetime | None
    date_in_doubt: bool  # `gone_after` is not reliable: it waits until a host confirms the date
    came_from: tuple[SaidOf, ...]
    people_known: bool  # the family said that everyone in it, and who took it, is named
    agreed: bool  # by everyone in it, for the story's current readers; while it is closed, for any readers
    story_open: bool
    covered_copy: Leaf | None = None  # the newest one with a part covered, which is not being removed
    copy_of: Leaf | None = None  # it was made from that one, with a part covered

    @property
    def shows(self) -> str:
        """The description on its leaf of what it shows."""
        return self.words.get("shows", "")

    @property
    def described(self) -> bool:
        """Whether the description says plainly enough what is in it for a reader to choose."""
        return is_described(self.words)

    @property
    def differs_for_readers(self) -> bool:
        """Whether readers see an earlier description, or see it at an earlier place."""
        return self.newer_since_shown or self.moved_since_shown

    @property
    def ready(self) -> bool:
        """Whether readers could be asked whether they want to see it."""
        shows = self.can_be_shown and not self.waits_for_a_parent
        return self.described and shows and self.entry is not None and self.gone_after is None and not self.covered_copy

    @property
    def status(self) -> PhotographStatus:
        """The one status that a page says in words."""
        return status_of(
            StatusFacts(
                being_removed=self.gone_after is not None,
                has_covered_copy=self.covered_copy is not None,
                can_be_shown=self.can_be_shown,
                words_open=self.opens,
                described=self.described,
                people_known=self.people_known,
                agreed=self.agreed,
                waits_for_a_parent=self.waits_for_a_parent,
                placed=self.entry is not None,
                let=self.shown and self.story_open and self.entry_shown,
            )
        )


def album(story: Story) -> list[PhotographOnDesk]:
    """Every photograph of the story: those placed in it in the order of reading, then the others."""
    leaves = Leaf.objects.filter(story=story, kind=Leaf.Kind.PHOTOGRAPH).order_by("position", "pk")
    found = _photographs(story, list(leaves.select_related("story", "picture", "current")))
    return sorted(found, key=lambda one: one.entry is None)


def photograph_on_desk(leaf: Leaf) -> PhotographOnDesk:
    """One photograph. The words of other photographs are not opened."""
    (found,) = _photographs(leaf.story, [leaf])
    return found


def _photographs(story: Story, leaves: list[Leaf]) -> list[PhotographOnDesk]:
    """These photographs of the story, in the order of reading, then those that are not placed."""
    rows = _placements(leaves)
    order = [row.leaf_id for row in rows]
    state = _State(story, leaves, rows)
    read_keys([story.key, *(leaf.key for leaf in leaves)])
    inside = sorted(leaves, key=lambda leaf: order.index(leaf.pk) if leaf.pk in order else len(order))
    return [state.of(leaf) for leaf in inside]


class _State:
    """The state of some photographs of one story, read from each table once."""

    def __init__(self, story: Story, leaves: list[Leaf], rows: list[Placement]) -> None:
        pictures = [leaf.picture_id for leaf in leaves]
        self.placed = {row.leaf_id: row for row in rows}
        self.first = {row.entry_id: row.leaf_id for row in reversed(rows)}
        self.entry_names = _names_of_entries(rows, {leaf.pk for leaf in leaves})
        self.showable = set(Rendition.objects.filter(picture__in=pictures).values_list("picture", flat=True))
        self.removals: dict[uuid.UUID | None, Removal] = {
            row.picture_id: row for row in Removal.objects.filter(picture__in=pictures)
        }
        self.waiting = set(pictures_that_wait_for_a_parent(pictures).values_list("pk", flat=True))
        published = list(PublishedVersion.objects.filter(leaf__story=story))
        self.shown = {row.leaf_id: row.version_id for row in published}
        self.moved = _moved(rows, {row.leaf_id: row for row in published})
        self.complete = set(ListComplete.objects.filter(picture__in=pictures).values_list("picture", flat=True))
        publication = Publication.objects.filter(story=story).first()
        self.story_open = publication is not None
        self.agreed = _agreed(publication, [picture for picture in pictures if picture])
        self.in_conflict = set(Conflict.objects.filter(leaf__in=leaves).values_list("leaf", flat=True))
        self.came_from = said_of(leaves)
        self.covered = covered_on_desk([picture for picture in pictures if picture])
        self.date_in_doubt = bool(self.removals) and not agrees()

    def of(self, leaf: Leaf) -> PhotographOnDesk:
        """One of them."""
        words, row, removal = words_of(leaf.current, leaf), self.placed.get(leaf.pk), self.removals.get(leaf.picture_id)
        return PhotographOnDesk(
            leaf=leaf,
            number=leaf.number or 0,
            words=words or {},
            opens=words is not None,
            can_be_shown=leaf.picture_id in self.showable,
            decoded=Picture.Decoded(leaf.picture.decoded) if leaf.picture else Picture.Decoded.UNREADABLE,
            waits_for_a_parent=leaf.picture_id in self.waiting,
            differs=leaf.pk in self.in_conflict,
            entry=row.entry if row else None,
            entry_name=self.entry_names[row.entry_id] if row else "",
            entry_shown=row is not None and row.entry_id in self.shown,
            first_of_entry=row is not None and self.first[row.entry_id] == leaf.pk,
            shown=leaf.pk in self.shown,
            newer_since_shown=leaf.pk in self.shown and self.shown[leaf.pk] != leaf.current_id,
            moved_since_shown=leaf.pk in self.moved,
            after_paragraph=row.after_paragraph if row else None,
            paragraph_gone=row.gone_from_id if row else None,
            gone_after=destroyed_on(removal) if removal else None,
            date_in_doubt=removal is not None and self.date_in_doubt,
            came_from=tuple(self.came_from.get(leaf.pk, ())),
            people_known=leaf.picture_id in self.complete,
            agreed=leaf.picture_id in self.agreed,
            story_open=self.story_open,
            covered_copy=self.covered.copies.get(leaf.picture_id) if leaf.picture_id else None,
            copy_of=self.covered.firsts.get(leaf.picture_id) if leaf.picture_id else None,
        )


def _names_of_entries(rows: list[Placement], leaves: set[int]) -> dict[int, str]:
    """The name of each entry in which one of these leaves is placed, opened once."""
    entries = {row.entry_id: row.entry for row in rows if row.leaf_id in leaves}
    return {pk: name_of(entry, words_of(entry.current, entry) or {}) for pk, entry in entries.items()}


def _moved(rows: list[Placement], published: dict[int, PublishedVersion]) -> set[int]:
    """Those that readers see at another place, in entries whose newest words they see. `rows`: in order, by entry."""
    current = [row for row in rows if row.leaf_id in published and _has_newest_words(row.entry, published)]
    then = sorted(
        current, key=lambda row: (row.entry.position, row.entry_id, *place_shown(row, published[row.leaf_id]))
    )
    now = [(row.entry_id, row.leaf_id, row.after_paragraph) for row in current]
    before = [(row.entry_id, row.leaf_id, published[row.leaf_id].after_paragraph) for row in then]
    return {one[1] for one, there in zip(now, before, strict=True) if one != there}


def _has_newest_words(entry: Leaf, published: dict[int, PublishedVersion]) -> bool:
    return entry.pk in published and published[entry.pk].version_id == entry.current_id


def _agreed(publication: Publication | None, pictures: list[uuid.UUID]) -> set[uuid.UUID]:
    circles = [Publication.Circle(publication.circle)] if publication else list(Publication.Circle)
    return set().union(*agreed_by_all(pictures, [circle.scope for circle in circles]).values())


def _placements(leaves: list[Leaf]) -> list[Placement]:
    """Every placement in the entries in which these leaves are placed, in the order of reading."""
    entries = Placement.objects.filter(leaf__in=leaves).values("entry")
    rows = Placement.objects.filter(entry__in=entries)
    rows = rows.select_related("entry__story", "entry__picture", "entry__current")
    return list(rows.order_by("entry__position", "entry", "position", "pk"))
