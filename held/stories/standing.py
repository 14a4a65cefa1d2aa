"""How it stands with who may read what of a story: decided one thing at a time, and never by a page that is old."""

from hashlib import sha256

from django.db.models import Max, Q

from held.history.models import Line
from held.stories.models import Leaf, Opening, Placement, Shown, Story

DECIDED = ("leaf.hidden", "photograph.placed", "photograph.taken-out", "photograph.moved")  # acts on a leaf


def one_at_a_time(story_id: int) -> None:
    """Until the transaction ends, nobody else decides what readers see of this story."""
    Story.objects.select_for_update().filter(pk=story_id).first()


def standing_of(story: Story) -> str:
    """What a page carries that says who reads what: another one as soon as anybody opened, narrowed, took back, hid, or
    moved something. Not the words: of those the page names the versions themselves."""
    circle = Opening.objects.filter(story=story).values_list("circle", flat=True).first()
    shown = sorted(f"{row}" for row in Shown.objects.filter(leaf__story=story).values_list("leaf", "version"))
    leaves = [f"leaf {pk}" for pk in Leaf.objects.filter(story=story).values_list("pk", flat=True)]
    decided = Q(thing=f"story {story.pk}") | Q(act__in=DECIDED, thing__in=leaves)
    last = Line.objects.filter(decided).aggregate(last=Max("pk"))["last"]  # so that what was and is again is another
    rows = Placement.objects.filter(leaf__story=story).values_list("leaf", "entry", "name")
    placed = sorted(f"{row}" for row in rows)
    return sha256("\n".join([str(circle), str(last), *shown, *placed]).encode()).hexdigest()
