"""Giving several photographs their places at once: in one entry, in this order, after the others or after one."""

from collections.abc import Sequence

from django.db import transaction

from held.accounts.models import Account
from held.publishing.fingerprint import note_decision, one_at_a_time
from held.publishing.placing import NotPlaced, give_place, place, take_out
from held.stories.models import Leaf, Placement
from held.stories.places import in_entry, lock_entry, save_in_order


@transaction.atomic
def place_after(leaves: Sequence[Leaf], entry: Leaf, *, after: Leaf | None, by: Account) -> None:
    """Place these photographs in this entry, after the photograph `after` at its paragraph, or at the entry's end.

    One that moves within its entry keeps its name, and readers may still ask for it; one from elsewhere is placed as by
    `place`. Raises NotPlaced if one of them can't be placed, or `after` is no longer there; then nothing has changed.
    """
    one_at_a_time(entry.story_id)
    moving = [leaf for leaf in leaves if after is None or leaf.pk != after.pk]
    for leaf in moving:
        place(leaf, entry, by=by)
    before = list(in_entry(lock_entry(entry.pk)))
    ordered = _in_order(before, [leaf.pk for leaf in moving], after)
    number = next((row.after_paragraph for row in before if after and row.leaf_id == after.pk), None)
    moved = [row for row in ordered if row.leaf_id in {leaf.pk for leaf in moving}]
    if ordered != before or any(row.after_paragraph != number for row in moved):
        for row in moved:
            give_place(row, number)
        save_in_order(ordered)
        for leaf in moving:
            note_decision("photograph.moved", leaf, by=by)


def take_several_out(leaves: Sequence[Leaf], *, by: Account) -> None:
    """Take these photographs out of the story, one after the other, as by `take_out`."""
    placed = set(Placement.objects.filter(leaf__in=leaves).values_list("leaf", flat=True))
    for leaf in leaves:
        if leaf.pk in placed:
            take_out(leaf, by=by)


def _in_order(before: list[Placement], moving: list[int], after: Leaf | None) -> list[Placement]:
    staying = [row for row in before if row.leaf_id not in moving]
    at = len(staying) if after is None else next((n for n, row in enumerate(staying, 1) if row.leaf_id == after.pk), 0)
    if not at and after is not None:
        raise NotPlaced
    moved = sorted((row for row in before if row.leaf_id in moving), key=lambda row: moving.index(row.leaf_id))
    return [*staying[:at], *moved, *staying[at:]]
