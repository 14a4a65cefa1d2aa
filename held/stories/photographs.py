"""Photographs in a story: one more leaf for each that arrives, and its place in the story."""

from django.db import transaction
from django.db.models import F, Max

from held.accounts.models import Account
from held.history import audit_log
from held.pictures import intake
from held.pictures.models import Picture, Removal, Rendition
from held.stories.models import Leaf, Placement, Story, Words

LEAST = 20  # letters of a description; a shorter one gives readers too little to choose by


def receive(story: Story, arrived: intake.Arrived, *, by: Account) -> Leaf:
    """Save what arrived, with a leaf to describe it on; it is sealed, showable and on the disk when this returns.

    Raises intake.NotKept, developing.Closed; then all of it is deleted.
    """
    intake.refuse_what_is_here(arrived)
    developed = intake.develop(arrived)
    try:
        with transaction.atomic():
            picture = intake.keep(developed, by=by)
            leaf = add_photograph_leaf(story, picture, by=by)
    except BaseException:
        intake.forget_unless_kept(developed)
        raise
    return leaf


@transaction.atomic
def add_photograph_leaf(story: Story, picture: Picture, *, by: Account) -> Leaf:
    """The leaf on which a photograph is described. It keeps its number for good, even when others are gone."""
    Story.objects.filter(pk=story.pk).update(photographs=F("photographs") + 1)
    number = Story.objects.values_list("photographs", flat=True).get(pk=story.pk)
    last = Leaf.objects.filter(story=story).aggregate(last=Max("position"))["last"] or 0
    kind = Leaf.Kind.PHOTOGRAPH
    leaf = Leaf(story=story, kind=kind, position=last + 1, author=by, picture=picture, number=number)
    leaf.save(force_insert=True)
    audit_log.record("leaf.added", f"leaf {leaf.pk}", by=by)
    return leaf


def is_described(words: Words) -> bool:
    """Whether the description says plainly enough what is in it for a reader to choose."""
    return len(words.get("shows", "").strip()) >= LEAST


def can_be_shown(leaf: Leaf) -> bool:
    """Whether there is something to show, and nobody asked to remove it."""
    return Rendition.objects.filter(picture=leaf.picture_id).exists() and not is_being_removed(leaf)


def is_being_removed(leaf: Leaf) -> bool:
    """Whether its family asked to remove it."""
    return Removal.objects.filter(picture=leaf.picture_id).exists()


def is_placed(leaf: Leaf) -> bool:
    """Whether it is placed in the story."""
    return Placement.objects.filter(leaf=leaf).exists()
