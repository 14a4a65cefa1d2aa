"""The places of photographs in an entry: they follow their paragraphs when its words are edited."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from held.keyring.text import opened_or
from held.stories.models import Leaf, Placement, PublishedVersion, Story, Version, Words
from held.stories.paragraphs import Followed, follow, paragraphs_of

COLUMNS = ["after_paragraph", "gone_from", "gone_number", "position"]


@dataclass(frozen=True)
class ParagraphSeen:
    """A paragraph that somebody chose on a page: its number in that version of the entry's words."""

    version: Version
    number: int


def lock_entry(entry_id: int) -> Leaf:
    """The entry, with its words and places as they are until the transaction ends."""
    rows = Leaf.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("story", "picture", "current").get(pk=entry_id)


def lock_entries(story: Story) -> None:
    """Every entry of the story, in the same way."""
    entries = Leaf.objects.select_for_update(no_key=True).filter(story=story, kind=Leaf.Kind.ENTRY)
    list(entries.order_by("pk").values_list("pk", flat=True))


def follow_words(entry: Leaf, former: Version | None, given: Words) -> None:
    """Let the photographs between the paragraphs of this entry follow them from its former words to these.

    The caller holds the lock on the entry. One whose paragraph is gone comes after the nearest that remains; it returns
    if the paragraph does.
    """
    rows = list(in_entry(entry))
    between = [row for row in rows if row.after_paragraph is not None or row.gone_from_id is not None]
    if former is None or not between:
        return
    written = paragraphs_of(given.get("body", ""))
    found = follow(
        _paragraphs(former, entry), written, {row.after_paragraph for row in between if row.after_paragraph is not None}
    )
    for row in between:
        if row.gone_from and row.gone_number and not (there := _back(row, entry, written)).gone:
            row.after_paragraph, row.gone_from, row.gone_number = there.number, None, None
        elif row.after_paragraph is not None:
            _follow(row, found[row.after_paragraph], former)
    save_in_order(rows)


def number_now(seen: ParagraphSeen, entry: Leaf, shown: Version | None = None) -> Followed:
    """The number of that paragraph in the entry's current words, or in the version `shown`.

    A number that the version doesn't have counts as gone.
    """
    now = shown or entry.current
    if now is None or now.pk == seen.version.pk:
        there = 1 <= seen.number <= len(_paragraphs(seen.version, entry))
        return Followed(seen.number if there else None, gone=not there)
    return follow(_paragraphs(seen.version, entry), _paragraphs(now, entry), [seen.number])[seen.number]


def place_for_readers(placed: Placement) -> dict[str, int | None]:
    """Its place in the version of its entry that readers see, as columns of `PublishedVersion`.

    At its paragraph it comes after the same photograph as now, of those that readers see. These keep their order and
    get new numbers, because theirs are those of the family when each was shown.
    """
    entry = lock_entry(placed.entry_id)
    seen = PublishedVersion.objects.select_related("version").filter(leaf=entry).first()
    number = placed.after_paragraph
    if seen and number and entry.current:
        number = number_now(ParagraphSeen(entry.current, number), entry, seen.version).number
    return {"after_paragraph": number, "position": _make_room(placed, number)}


def place_shown(placed: Placement, shown: PublishedVersion) -> tuple[bool, int, int, int]:
    """Where readers see it in its entry, to sort by: as `photographs_chosen` does."""
    position = placed.position if shown.position is None else shown.position
    return shown.after_paragraph is None, shown.after_paragraph or 0, position, placed.pk


def in_entry(entry: Leaf) -> Iterable[Placement]:
    """The places in this entry, in the order of reading."""
    return Placement.objects.filter(entry=entry).select_related("gone_from").order_by("position", "pk")


def save_in_order(rows: Collection[Placement]) -> None:
    """Save all places of an entry, given in the order of their photographs, numbered in the order of reading."""
    ordered = sorted(rows, key=lambda row: (row.after_paragraph is None, row.after_paragraph or 0))
    for position, row in enumerate(ordered, 1):
        row.position = position
    Placement.objects.bulk_update(ordered, COLUMNS)


def is_a_paragraph_gone(entry: Leaf) -> bool:
    """Whether that of a photograph in this entry is gone, and nobody has confirmed its new place yet."""
    return Placement.objects.filter(entry=entry, gone_from__isnull=False).exists()


def confirm_place(leaf: Leaf, *, told: uuid.UUID) -> None:
    """Somebody was told that its paragraph, last in the version `told`, is gone. It stays where it is now."""
    Placement.objects.filter(leaf=leaf, gone_from=told).update(gone_from=None, gone_number=None)


def _make_room(placed: Placement, number: int | None) -> int:
    """Its position at this paragraph; the others that readers see in its entry get theirs."""
    places = {row.leaf_id: row for row in in_entry(placed.entry)}
    now = list(places)
    others = PublishedVersion.objects.filter(leaf__in=now).exclude(leaf=placed.leaf_id)
    rows = sorted(others, key=lambda row: place_shown(places[row.leaf_id], row))
    here = [at for at, row in enumerate(rows) if row.after_paragraph == number]
    before = [at for at in here if now.index(rows[at].leaf_id) < now.index(placed.leaf_id)]
    nearest = max(before, key=lambda at: now.index(rows[at].leaf_id), default=None)
    room = (here or [len(rows)])[0] if nearest is None else nearest + 1
    for at, row in enumerate(rows):
        row.position = at + 1 + (at >= room)
    PublishedVersion.objects.bulk_update(rows, ["position"])
    return room + 1


def _follow(row: Placement, there: Followed, former: Version) -> None:
    if there.gone and row.gone_from is None:
        row.gone_from, row.gone_number = former, row.after_paragraph
    row.after_paragraph = there.number


def _back(row: Placement, entry: Leaf, written: list[str]) -> Followed:
    """Where the paragraph is that was gone."""
    if row.gone_from is None or row.gone_number is None:
        return Followed(None, gone=True)
    return follow(_paragraphs(row.gone_from, entry), written, [row.gone_number])[row.gone_number]


def _paragraphs(version: Version, entry: Leaf) -> list[str]:
    """Its paragraphs; none if its words can't be opened."""
    return paragraphs_of(opened_or({}, lambda: version.read(entry.key)).get("body", ""))
