"""Opening a story step by step, and taking it back at once."""

import uuid
from collections.abc import Collection

from django.db import transaction

from held.accounts.models import Account
from held.consent.looking import end_looking_at
from held.lib.clock import now
from held.place.disk_reserve import with_disk_reserve
from held.place.time_zone import today
from held.publishing.addresses import ensure_address
from held.publishing.fingerprint import fingerprint_of, note_decision, one_at_a_time
from held.publishing.models import Address, Indexing
from held.publishing.placing import NotDescribed, NotPlaced
from held.publishing.restored import reopened
from held.publishing.wishes import WIDTH, keep_wish, widest_wished
from held.stories.chosen import pictures_that_wait_for_a_parent
from held.stories.described import noting_new_words
from held.stories.models import Leaf, Opening, Placement, Shown, Story, Version
from held.stories.photographs import can_be_shown, is_described

Circle = Opening.Circle


class WishedNarrower(Exception):
    """Another parent wishes the story to be read by fewer."""


class ChangedMeanwhile(Exception):
    """The words or the circle changed after the page was shown that said what would be seen."""


class NothingToShow(Exception):
    """No leaf with words was chosen."""


def circle_of(story: Story) -> Circle | None:
    """Who may read beside the family; None: nobody."""
    opening = Opening.objects.filter(story=story).first()
    return Circle(opening.circle) if opening else None


@transaction.atomic
def open_story(
    story: Story,
    circle: Circle,
    *,
    versions: Collection[uuid.UUID],
    by: Account,
    wished: str = "",
    standing: str | None = None,
) -> None:
    """Let this circle read these very versions: the ones that stood on the page where it was decided.

    `standing` is what that page carried (`held.publishing.fingerprint`): whatever was taken back since stays so.

    Raises NothingToShow, NotDescribed, NotPlaced, ChangedMeanwhile, WishedNarrower, NotAnAddress or AddressTaken; then
    nothing has changed.
    """
    one_at_a_time(story.pk)
    before = circle_of(story)
    if WIDTH[circle] < WIDTH[before]:
        raise ChangedMeanwhile
    if WIDTH[circle] > WIDTH[widest_wished(story, besides=by)]:
        raise WishedNarrower
    with noting_new_words(story, by=by):
        show(story, versions=versions, by=by, standing=standing)
        if circle != before:
            opened = {"circle": circle, "by": by, "opened_at": now()}
            Opening.objects.update_or_create(story=story, defaults=opened)
    ensure_address(story, circle, wished)
    ensure_address(story, Circle.NAMED)
    keep_wish(story, circle, by=by)
    reopened(story)
    note_decision(f"story.opened.{circle.lower()}", story, by=by)


@transaction.atomic
def show(story: Story, *, versions: Collection[uuid.UUID], by: Account, standing: str | None = None) -> None:
    """From now on readers see these versions of the story's leaves, and of other leaves nothing.

    Raises NothingToShow, NotDescribed, NotPlaced, or ChangedMeanwhile when one is no longer the current one, or when
    it stands otherwise with the story than on the page where it was decided.
    """
    one_at_a_time(story.pk)
    if standing not in {None, fingerprint_of(story)}:
        raise ChangedMeanwhile
    rows = Version.objects.filter(pk__in=versions, leaf__story=story)
    found = list(rows.select_related("leaf__story", "leaf__picture"))
    if not any(version.leaf.kind == Leaf.Kind.ENTRY for version in found):
        raise NothingToShow
    if len(found) != len(set(versions)) or any(v.leaf.current_id != v.pk for v in found):
        raise ChangedMeanwhile
    for version in found:
        _refuse_unready(version)
    with noting_new_words(story, by=by):
        _let_readers_see(story, found)
    note_decision("story.shown", story, by=by)


@with_disk_reserve
@transaction.atomic
def hide(leaf: Leaf, *, by: Account) -> None:
    """Readers see nothing of this leaf from the very next request, until somebody shows it to them again. Of a
    photograph, who was asked about it does not look any more either."""
    one_at_a_time(leaf.story_id)
    end_looking_at([leaf.picture_id] if leaf.picture_id else [], by=by)
    with noting_new_words(leaf.story, by=by):
        Shown.objects.filter(leaf=leaf).delete()
    note_decision("leaf.hidden", leaf, by=by)


@with_disk_reserve
@transaction.atomic
def narrow(story: Story, to: Circle, *, by: Account) -> None:
    """To fewer, at a new address. Every address that was known opens nothing any more; links of people whom the
    family named go on. Raises ChangedMeanwhile where it is not wider now."""
    one_at_a_time(story.pk)
    if WIDTH[circle_of(story)] <= WIDTH[to]:
        raise ChangedMeanwhile
    _forget_addresses(story)
    Opening.objects.filter(story=story).update(circle=to, by=by)
    ensure_address(story, to)
    ensure_address(story, Circle.NAMED)
    keep_wish(story, to, by=by)
    note_decision(f"story.narrowed.{to.lower()}", story, by=by)


@with_disk_reserve
@transaction.atomic
def take_back(story: Story, *, by: object) -> None:
    """Nobody but the family can read it, from the very next request, and who was asked about a photograph of it looks
    no more. Taking back twice is taking back once."""
    one_at_a_time(story.pk)
    pictures = Leaf.objects.filter(story=story, kind=Leaf.Kind.PHOTOGRAPH).values_list("picture", flat=True)
    end_looking_at(list(pictures), by=by)
    with noting_new_words(story, by=by):
        Opening.objects.filter(story=story).delete()
    _forget_addresses(story)
    keep_wish(story, None, by=by)
    note_decision("story.taken-back", story, by=by)


@transaction.atomic
def let_search_engines_list(story: Story, *, by: Account) -> None:
    """While it is open to everyone, search engines may list it. Raises ChangedMeanwhile when it is not."""
    one_at_a_time(story.pk)
    if circle_of(story) != Circle.EVERYONE:
        raise ChangedMeanwhile
    Indexing.objects.get_or_create(story=story, defaults={"by": by})
    note_decision("story.indexing.allowed", story, by=by)


@with_disk_reserve
@transaction.atomic
def keep_from_search_engines(story: Story, *, by: Account) -> None:
    """Search engines are told not to list it; what they listed before, they drop when they next come."""
    Indexing.objects.filter(story=story).delete()
    note_decision("story.indexing.ended", story, by=by)


def _let_readers_see(story: Story, versions: list[Version]) -> None:
    Shown.objects.filter(leaf__story=story).exclude(leaf__in=[v.leaf_id for v in versions]).delete()
    for version in versions:
        Shown.objects.update_or_create(
            leaf=version.leaf,
            defaults={"version": version},
            create_defaults={"version": version, "first_on": today()},
        )


def _refuse_unready(version: Version) -> None:
    """A photograph leaves its draft only with a description, from a place in the story."""
    if version.leaf.kind != Leaf.Kind.PHOTOGRAPH:
        return
    if not is_described(version.read(version.leaf.key)):
        raise NotDescribed
    waits = pictures_that_wait_for_a_parent([version.leaf.picture_id]).exists()
    if waits or not can_be_shown(version.leaf) or not Placement.objects.filter(leaf=version.leaf).exists():
        raise NotPlaced


def _forget_addresses(story: Story) -> None:
    Address.objects.filter(story=story).delete()
    Indexing.objects.filter(story=story).delete()
