"""Photographs in a story: one more sheet for each that arrives, and its place in the story."""

from django.db import transaction
from django.db.models import F, Max

from held.accounts.models import Account
from held.consent.looking import end_looking_at
from held.history.noting import note
from held.pictures import intake, removal
from held.pictures.models import Picture, Removal, Rendition
from held.place.ballast import on_a_full_disk_too
from held.stories.described import noting_new_words
from held.stories.models import Leaf, Placement, Shown, Story, Words
from held.stories.standing import note_decision, one_at_a_time

LEAST = 20  # letters of a description; with fewer nobody could choose


class NotDescribed(Exception):
    """A photograph has no plain description yet, so readers cannot be asked whether they want to see it."""


class NotPlaced(Exception):
    """A photograph stands in no entry of this story, or cannot be shown to readers."""


def receive(story: Story, arrived: intake.Arrived, *, by: Account) -> Leaf:
    """Keep what arrived, with a sheet to describe it on; on the disk, sealed and showable, when this returns.

    Raises intake.NotKept, developing.Closed; then nothing of it stays.
    """
    intake.refuse_what_is_here(arrived)
    developed = intake.develop(arrived)
    try:
        with transaction.atomic():
            picture = intake.keep(developed, by=by)
            leaf = add_sheet(story, picture, by=by)
    except BaseException:
        intake.forget_unless_kept(developed)
        raise
    return leaf


@transaction.atomic
def add_sheet(story: Story, picture: Picture, *, by: Account) -> Leaf:
    """The sheet on which a photograph is described. Its number is its own for good, also when others are gone."""
    Story.objects.filter(pk=story.pk).update(photographs=F("photographs") + 1)
    number = Story.objects.values_list("photographs", flat=True).get(pk=story.pk)
    last = Leaf.objects.filter(story=story).aggregate(last=Max("position"))["last"] or 0
    kind = Leaf.Kind.PHOTOGRAPH
    leaf = Leaf(story=story, kind=kind, position=last + 1, author=by, picture=picture, number=number)
    leaf.save(force_insert=True)
    note("leaf.added", f"leaf {leaf.pk}", by=by)
    return leaf


@transaction.atomic
def place(leaf: Leaf, entry: Leaf, *, by: Account) -> Placement:
    """Let the photograph stand in this entry, after those that are there; readers cannot ask for it there before
    somebody chooses it. Raises NotPlaced where it cannot stand."""
    one_at_a_time(leaf.story_id)
    if entry.story_id != leaf.story_id or entry.kind != Leaf.Kind.ENTRY or not can_be_shown(leaf):
        raise NotPlaced
    there = Placement.objects.filter(leaf=leaf).first()
    if there is not None and there.entry_id == entry.pk:
        return there
    last = Placement.objects.filter(entry=entry).aggregate(last=Max("position"))["last"] or 0
    with noting_new_words(leaf.story, by=by):
        Shown.objects.filter(leaf=leaf).delete()  # it is another place, with another name; nobody has decided on it yet
        if there is not None:
            there.delete()
    placed = Placement.objects.create(leaf=leaf, entry=entry, position=last + 1, by=by)
    note_decision("photograph.placed", leaf, by=by)
    return placed


@on_a_full_disk_too
@transaction.atomic
def take_out(leaf: Leaf, *, by: Account) -> None:
    """It stands nowhere any more, and readers see nothing of it. Who was asked about it does not look any more."""
    one_at_a_time(leaf.story_id)
    end_looking_at([leaf.picture_id] if leaf.picture_id else [], by=by)
    with noting_new_words(leaf.story, by=by):
        Shown.objects.filter(leaf=leaf).delete()
        Placement.objects.filter(leaf=leaf).delete()
    note_decision("photograph.taken-out", leaf, by=by)


@transaction.atomic
def move_up(leaf: Leaf, *, by: Account) -> None:
    """Let it change places with the one before it in the same entry. The first stays the first."""
    one_at_a_time(leaf.story_id)
    placed = Placement.objects.select_for_update().get(leaf=leaf)
    before = Placement.objects.filter(entry=placed.entry_id, position__lt=placed.position).order_by("-position").first()
    if before is None:
        return
    placed.position, before.position = before.position, placed.position
    placed.save(update_fields=["position"])
    before.save(update_fields=["position"])
    note_decision("photograph.moved", leaf, by=by)


@on_a_full_disk_too
@transaction.atomic
def remove(leaf: Leaf, *, by: Account) -> None:
    """Closed for everybody at once, and taken out of the story; gone for good when the days of grace are over."""
    if leaf.picture is None:
        raise NotPlaced
    one_at_a_time(leaf.story_id)
    end_looking_at([leaf.picture.pk], by=by)
    with noting_new_words(leaf.story, by=by):
        Shown.objects.filter(leaf__picture=leaf.picture).delete()
        Placement.objects.filter(leaf__picture=leaf.picture).delete()
        removal.remove(leaf.picture, by=by)


def is_described(words: Words) -> bool:
    """Whether it is said plainly enough what is to be seen for a reader to choose."""
    return len(words.get("shows", "").strip()) >= LEAST


def can_be_shown(leaf: Leaf) -> bool:
    """Whether there is something to be shown of it, and nobody asked to remove it."""
    return Rendition.objects.filter(picture=leaf.picture_id).exists() and not is_being_removed(leaf)


def is_being_removed(leaf: Leaf) -> bool:
    """Whether its family asked to remove it."""
    return Removal.objects.filter(picture=leaf.picture_id).exists()


def is_placed(leaf: Leaf) -> bool:
    """Whether it stands somewhere in the story."""
    return Placement.objects.filter(leaf=leaf).exists()
