"""The state of who may read what of a story: decided one at a time, and never from an outdated page."""

from hashlib import sha256

from django.db.models import F

from held.history import audit_log
from held.stories.models import Leaf, Placement, Publication, PublishedVersion, Story


def one_at_a_time(story_id: int) -> None:
    """Lock decisions about what readers see of this story until the transaction ends."""
    Story.objects.select_for_update().filter(pk=story_id).first()


def note_decision(act: str, thing: Story | Leaf, *, by: object) -> None:
    """Record a decision about a story or one of its leaves. Pages shown before are outdated from now on."""
    story_id, kind = (thing.story_id, "leaf") if isinstance(thing, Leaf) else (thing.pk, "story")
    Story.objects.filter(pk=story_id).update(decisions=F("decisions") + 1)
    audit_log.record(act, f"{kind} {thing.pk}", by=by)


def fingerprint_of(story: Story) -> str:
    """A fingerprint for a page of who reads what of a story.

    It changes when anybody opens, narrows, takes back, hides or moves something. It doesn't include the words: the page
    names the versions itself. It counts decisions, so that A→B→A gives a new fingerprint.
    """
    circle = Publication.objects.filter(story=story).values_list("circle", flat=True).first()
    shown = sorted(
        f"{row}" for row in PublishedVersion.objects.filter(leaf__story=story).values_list("leaf", "version")
    )
    decisions = Story.objects.values_list("decisions", flat=True).get(pk=story.pk)
    rows = Placement.objects.filter(leaf__story=story).values_list("leaf", "entry", "name")
    placed = sorted(f"{row}" for row in rows)
    return sha256("\n".join([str(circle), str(decisions), *shown, *placed]).encode()).hexdigest()
