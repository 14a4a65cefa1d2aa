"""Placing a photograph in its story, and taking it out, after which readers can't ask for it there."""

from django.db import transaction
from django.db.models import Max

from held.accounts.models import Account
from held.consent.looking import end_looking_at
from held.pictures import removal
from held.place.disk_reserve import with_disk_reserve
from held.publishing.fingerprint import note_decision, one_at_a_time
from held.stories.described import noting_new_words
from held.stories.models import Leaf, Placement, PublishedVersion
from held.stories.photographs import can_be_shown
from held.stories.places import ParagraphSeen, in_entry, lock_entry, number_now, save_in_order


class NotDescribed(Exception):
    """A photograph has no plain description yet, so readers can't be asked whether they want to see it."""


class NotPlaced(Exception):
    """A photograph is in no entry of this story, or can't be shown to readers."""


@transaction.atomic
def place(leaf: Leaf, entry: Leaf, *, by: Account) -> Placement:
    """Place the photograph in this entry, after those already there.

    Readers can't ask for it there until somebody chooses it. Raises NotPlaced if it can't be placed.
    """
    one_at_a_time(leaf.story_id)
    if entry.story_id != leaf.story_id or entry.kind != Leaf.Kind.ENTRY or not can_be_shown(leaf):
        raise NotPlaced
    there = Placement.objects.filter(leaf=leaf).first()
    if there is not None and there.entry_id == entry.pk:
        return there
    lock_entry(entry.pk)
    last = Placement.objects.filter(entry=entry).aggregate(last=Max("position"))["last"] or 0
    with noting_new_words(leaf.story, by=by):
        PublishedVersion.objects.filter(leaf=leaf).delete()  # the new placement has a new name, undecided yet
        if there is not None:
            there.delete()
    placed = Placement.objects.create(leaf=leaf, entry=entry, position=last + 1, by=by)
    note_decision("photograph.placed", leaf, by=by)
    return placed


@with_disk_reserve
@transaction.atomic
def take_out(leaf: Leaf, *, by: Account) -> None:
    """Take it out of its entry: readers no longer see it, and people asked about it can't look any more."""
    one_at_a_time(leaf.story_id)
    end_looking_at([leaf.picture_id] if leaf.picture_id else [], by=by)
    with noting_new_words(leaf.story, by=by):
        PublishedVersion.objects.filter(leaf=leaf).delete()
        Placement.objects.filter(leaf=leaf).delete()
    note_decision("photograph.taken-out", leaf, by=by)


@transaction.atomic
def move_up(leaf: Leaf, *, by: Account) -> None:
    """Move it before the one before it in the same entry; if that is at another paragraph, after it there. The first
    stays first."""
    one_at_a_time(leaf.story_id)
    entry = lock_entry(Placement.objects.get(leaf=leaf).entry_id)
    rows = list(in_entry(entry))
    at = next(at for at, row in enumerate(rows) if row.leaf_id == leaf.pk)
    if at == 0:
        return
    before, placed = rows[at - 1], rows[at]
    if placed.after_paragraph == before.after_paragraph:
        rows[at - 1], rows[at] = placed, before
    give_place(placed, before.after_paragraph)
    save_in_order(rows)
    note_decision("photograph.moved", leaf, by=by)


@transaction.atomic
def place_between(leaf: Leaf, entry: Leaf, seen: ParagraphSeen | None, *, by: Account) -> None:
    """Place it in this entry after the paragraph that was seen on a page, or at the end, after those already there.

    One that moves within its entry keeps its name; readers see it where it was until somebody lets them see the new
    place. Raises NotPlaced if it can't be placed, or the paragraph is gone.
    """
    one_at_a_time(leaf.story_id)
    there = number_now(seen, lock_entry(entry.pk)) if seen else None
    if there and there.gone:
        raise NotPlaced
    place_at(leaf, entry, there.number if there else None, by=by)


@transaction.atomic
def place_at(leaf: Leaf, entry: Leaf, number: int | None, *, by: Account) -> None:
    """The same, after the paragraph with this number now: the caller found it while holding the lock on the entry."""
    place(leaf, entry, by=by)
    rows = sorted(in_entry(entry), key=lambda row: row.leaf_id == leaf.pk)  # the last of those at the same place
    if rows[-1].after_paragraph == number and rows[-1].gone_from is None:
        return
    give_place(rows[-1], number)
    save_in_order(rows)
    note_decision("photograph.moved", leaf, by=by)


def give_place(row: Placement, after_paragraph: int | None) -> None:
    """Give it a place that somebody chose. The caller saves it."""
    row.after_paragraph, row.gone_from, row.gone_number = after_paragraph, None, None


@with_disk_reserve
@transaction.atomic
def remove(leaf: Leaf, *, by: Account) -> None:
    """Close it for everybody at once and take it out of the story; destroyed when the days of grace are over."""
    if leaf.picture is None:
        raise NotPlaced
    one_at_a_time(leaf.story_id)
    end_looking_at([leaf.picture.pk], by=by)
    with noting_new_words(leaf.story, by=by):
        PublishedVersion.objects.filter(leaf__picture=leaf.picture).delete()
        Placement.objects.filter(leaf__picture=leaf.picture).delete()
        removal.remove(leaf.picture, by=by)
