"""Let readers of an open story ask for one more photograph, without opening the story again."""

import uuid

from django.db import transaction

from held.accounts.models import Account
from held.place.time_zone import today
from held.publishing.fingerprint import fingerprint_of, note_decision, one_at_a_time
from held.publishing.publication import ChangedMeanwhile, refuse_unready
from held.stories.described import noting_new_words
from held.stories.models import Leaf, Placement, Publication, PublishedVersion, Version
from held.stories.places import place_for_readers


@transaction.atomic
def let_readers_ask(leaf: Leaf, *, version: uuid.UUID | None, fingerprint: str, by: Account) -> None:
    """From now on readers may ask for it, given exactly the description on the page where it was decided.

    `version`, `fingerprint`: the description on that page, and the page's `fingerprint_of` the story, so that what was
    taken back since stays taken back. Raises ChangedMeanwhile if either is no longer current, if the story is not open,
    or if readers don't see the words it is placed in. Raises NotDescribed, NotPlaced. Readers see it only
    while everyone in it has said yes.
    """
    one_at_a_time(leaf.story_id)
    is_open = Publication.objects.filter(story=leaf.story_id).exists()
    now = Leaf.objects.get(pk=leaf.pk)
    if not is_open or version is None or now.current_id != version:
        raise ChangedMeanwhile
    found = Version.objects.select_related("leaf__story", "leaf__picture").get(pk=version)
    if fingerprint != fingerprint_of(leaf.story) or not _is_read_around(leaf):
        raise ChangedMeanwhile
    refuse_unready(found)
    shown = {"version": found, **place_for_readers(Placement.objects.get(leaf=leaf))}
    with noting_new_words(leaf.story, by=by):
        PublishedVersion.objects.update_or_create(
            leaf=leaf, defaults=shown, create_defaults={**shown, "first_on": today()}
        )
    note_decision("photograph.let", leaf, by=by)


def _is_read_around(leaf: Leaf) -> bool:
    """Whether readers see the entry in which it is placed."""
    entries = Placement.objects.filter(leaf=leaf).values("entry")
    return PublishedVersion.objects.filter(leaf__in=entries).exists()
