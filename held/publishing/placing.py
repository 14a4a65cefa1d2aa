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
    """Swap it with the one before it in the same entry. The first stays first."""
    one_at_a_time(leaf.story_id)
    placed = Placement.objects.select_for_update().get(leaf=leaf)
    before = Placement.objects.filter(entry=placed.entry_id, position__lt=placed.position).order_by("-position").first()
    if before is None:
        return
    placed.position, before.position = before.position, placed.position
    placed.save(update_fields=["position"])
    before.save(update_fields=["position"])
    note_decision("photograph.moved", leaf, by=by)


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
