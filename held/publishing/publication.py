"""Opening a story step by step, and taking it back at once."""

import uuid
from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef

from held.accounts.models import Account
from held.consent.looking import end_looking_at
from held.lib.clock import now
from held.pictures.covered_copies import covered_copies
from held.place.disk_reserve import with_disk_reserve
from held.place.time_zone import today
from held.publishing.addresses import ensure_address
from held.publishing.audience_limits import WIDTH, keep_limit, widest_allowed
from held.publishing.fingerprint import fingerprint_of, note_decision, one_at_a_time
from held.publishing.models import Address, Indexing
from held.publishing.placing import NotDescribed, NotPlaced
from held.publishing.restored import reopened
from held.stories.chosen import pictures_that_wait_for_a_parent
from held.stories.described import noting_new_words
from held.stories.models import Leaf, Placement, Publication, PublishedVersion, Story, Version
from held.stories.photographs import can_be_shown, is_described
from held.stories.places import lock_entries

Circle = Publication.Circle


class LimitedByAnotherParent(Exception):
    """Another parent limited the story to a narrower circle."""


class ChangedMeanwhile(Exception):
    """The words or the circle changed since the page was shown."""


class NothingToShow(Exception):
    """No leaf with words was chosen."""


def circle_of(story: Story) -> Circle | None:
    """Who may read apart from the family; None: nobody."""
    publication = Publication.objects.filter(story=story).first()
    return Circle(publication.circle) if publication else None


def do_readers_see(leaf: Leaf) -> bool:
    """Whether anybody outside the family can read some version of this leaf now."""
    is_open = Exists(Publication.objects.filter(story=OuterRef("leaf__story")))
    return PublishedVersion.objects.filter(is_open, leaf=leaf).exists()


@transaction.atomic
def open_story(
    story: Story,
    circle: Circle,
    *,
    versions: Collection[uuid.UUID],
    by: Account,
    wished: str = "",
    fingerprint: str | None = None,
) -> None:
    """Let this circle read exactly these versions: the ones on the page where it was decided.

    `fingerprint` is the page's (`held.publishing.fingerprint`), so that what was taken back since stays taken back.

    Raises NothingToShow, NotDescribed, NotPlaced, ChangedMeanwhile, LimitedByAnotherParent, NotAnAddress or
    AddressTaken; then nothing has changed.
    """
    one_at_a_time(story.pk)
    before = circle_of(story)
    if WIDTH[circle] < WIDTH[before]:
        raise ChangedMeanwhile
    if WIDTH[circle] > WIDTH[widest_allowed(story, besides=by)]:
        raise LimitedByAnotherParent
    with noting_new_words(story, by=by):
        show(story, versions=versions, by=by, fingerprint=fingerprint)
        if circle != before:
            opened = {"circle": circle, "by": by, "opened_at": now()}
            Publication.objects.update_or_create(story=story, defaults=opened)
    ensure_address(story, circle, wished)
    ensure_address(story, Circle.NAMED)
    keep_limit(story, circle, by=by)
    reopened(story)
    note_decision(f"story.opened.{circle.lower()}", story, by=by)


@transaction.atomic
def show(story: Story, *, versions: Collection[uuid.UUID], by: Account, fingerprint: str | None = None) -> None:
    """From now on readers see only these versions of the story's leaves, and no other leaves.

    Raises NothingToShow, NotDescribed, NotPlaced; raises ChangedMeanwhile if a version is no longer the current one, or
    if the story's fingerprint differs from the page's.
    """
    one_at_a_time(story.pk)
    if fingerprint not in {None, fingerprint_of(story)}:
        raise ChangedMeanwhile
    lock_entries(story)
    rows = Version.objects.filter(pk__in=versions, leaf__story=story)
    found = list(rows.select_related("leaf__story", "leaf__picture"))
    if not any(version.leaf.kind == Leaf.Kind.ENTRY for version in found):
        raise NothingToShow
    if len(found) != len(set(versions)) or any(v.leaf.current_id != v.pk for v in found):
        raise ChangedMeanwhile
    for version in found:
        refuse_unready(version)
    with noting_new_words(story, by=by):
        _let_readers_see(story, found)
    note_decision("story.shown", story, by=by)


@with_disk_reserve
@transaction.atomic
def hide(leaf: Leaf, *, by: Account) -> None:
    """From the next request on readers don't see this leaf, until somebody shows it again.

    If it is a photograph, people asked about it can't look any more either.
    """
    one_at_a_time(leaf.story_id)
    end_looking_at([leaf.picture_id] if leaf.picture_id else [], by=by)
    with noting_new_words(leaf.story, by=by):
        PublishedVersion.objects.filter(leaf=leaf).delete()
    note_decision("leaf.hidden", leaf, by=by)


@with_disk_reserve
@transaction.atomic
def narrow(story: Story, to: Circle, *, by: Account) -> None:
    """Narrow it to fewer readers, at a new address. Raises ChangedMeanwhile if it is no longer wider.

    All known addresses stop working; links of named readers continue.
    """
    one_at_a_time(story.pk)
    if WIDTH[circle_of(story)] <= WIDTH[to]:
        raise ChangedMeanwhile
    _forget_addresses(story)
    Publication.objects.filter(story=story).update(circle=to, by=by)
    ensure_address(story, to)
    ensure_address(story, Circle.NAMED)
    keep_limit(story, to, by=by)
    note_decision(f"story.narrowed.{to.lower()}", story, by=by)


@with_disk_reserve
@transaction.atomic
def take_back(story: Story, *, by: object) -> None:
    """From the next request on only the family can read it, and nobody asked about its photographs can look.

    Taking it back twice has no further effect.
    """
    one_at_a_time(story.pk)
    pictures = Leaf.objects.filter(story=story, kind=Leaf.Kind.PHOTOGRAPH).values_list("picture", flat=True)
    end_looking_at(list(pictures), by=by)
    with noting_new_words(story, by=by):
        Publication.objects.filter(story=story).delete()
    _forget_addresses(story)
    keep_limit(story, None, by=by)
    note_decision("story.taken-back", story, by=by)


@transaction.atomic
def let_search_engines_list(story: Story, *, by: Account) -> None:
    """Let search engines list it while it is open to everyone. Raises ChangedMeanwhile if it isn't."""
    one_at_a_time(story.pk)
    if circle_of(story) != Circle.EVERYONE:
        raise ChangedMeanwhile
    Indexing.objects.get_or_create(story=story, defaults={"by": by})
    note_decision("story.indexing.allowed", story, by=by)


@with_disk_reserve
@transaction.atomic
def keep_from_search_engines(story: Story, *, by: Account) -> None:
    """Tell search engines not to list it; what they already list, they drop on their next visit."""
    Indexing.objects.filter(story=story).delete()
    note_decision("story.indexing.ended", story, by=by)


def _let_readers_see(story: Story, versions: list[Version]) -> None:
    PublishedVersion.objects.filter(leaf__story=story).exclude(leaf__in=[v.leaf_id for v in versions]).delete()
    placed = {row.leaf_id: row for row in Placement.objects.filter(leaf__story=story)}
    for version in versions:
        row = placed.get(version.leaf_id)
        place = {"after_paragraph": row.after_paragraph, "position": row.position} if row else {}
        PublishedVersion.objects.update_or_create(
            leaf=version.leaf,
            defaults={"version": version, **place},
            create_defaults={"version": version, "first_on": today(), **place},
        )


def refuse_unready(version: Version) -> None:
    """A photograph can be shown only with a description and a place in the story. Raises NotDescribed, NotPlaced."""
    if version.leaf.kind != Leaf.Kind.PHOTOGRAPH:
        return
    if not is_described(version.read(version.leaf.key)):
        raise NotDescribed
    waits = pictures_that_wait_for_a_parent([version.leaf.picture_id]).exists()
    covered = covered_copies().filter(first=version.leaf.picture_id).exists()
    if waits or covered or not can_be_shown(version.leaf) or not Placement.objects.filter(leaf=version.leaf).exists():
        raise NotPlaced


def _forget_addresses(story: Story) -> None:
    Address.objects.filter(story=story).delete()
    Indexing.objects.filter(story=story).delete()
