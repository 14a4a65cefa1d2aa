"""How it stands with who may read what of a story: decided one thing at a time, and never by a page that is old."""

from hashlib import sha256

from django.db.models import F

from held.history.noting import note
from held.stories.models import Leaf, Opening, Placement, Shown, Story


def one_at_a_time(story_id: int) -> None:
    """Until the transaction ends, nobody else decides what readers see of this story."""
    Story.objects.select_for_update().filter(pk=story_id).first()


def note_decision(act: str, thing: Story | Leaf, *, by: object) -> None:
    """Note what was decided about a story or about one leaf of it. Pages that were shown before are old from now on."""
    story_id, kind = (thing.story_id, "leaf") if isinstance(thing, Leaf) else (thing.pk, "story")
    Story.objects.filter(pk=story_id).update(decisions=F("decisions") + 1)
    note(act, f"{kind} {thing.pk}", by=by)


def fingerprint_of(story: Story) -> str:
    """What a page carries that says who reads what: another one as soon as anybody opened, narrowed, took back, hid, or
    moved something. Not the words: of those the page names the versions themselves.

    It counts decisions, so that A→B→A gives a new one.
    """
    circle = Opening.objects.filter(story=story).values_list("circle", flat=True).first()
    shown = sorted(f"{row}" for row in Shown.objects.filter(leaf__story=story).values_list("leaf", "version"))
    decisions = Story.objects.values_list("decisions", flat=True).get(pk=story.pk)
    rows = Placement.objects.filter(leaf__story=story).values_list("leaf", "entry", "name")
    placed = sorted(f"{row}" for row in rows)
    return sha256("\n".join([str(circle), str(decisions), *shown, *placed]).encode()).hexdigest()
