"""Tells whether keys that the words need were destroyed on purpose or lost."""

from pathlib import Path

from django.conf import settings

from held.accounts.models import Account
from held.consent.models import LostLinkRequest
from held.families.models import Family
from held.keeping.key_copies import ids_in, site_id_of
from held.keyring.destroyed import WhyMissing
from held.keyring.text import open_ring
from held.pictures.models import Picture
from held.place.models import Place
from held.stories.models import Story

OWNERS = (
    (Account.objects.all(), "account"),
    (Family.objects.all(), "family"),
    (Story.objects.all(), "story"),
    (Picture.objects.all(), "photograph"),
    (LostLinkRequest.objects.all(), "claim"),
)


def keys_needed() -> dict[str, str]:
    """The id of each key that seals something here, and the thing it belongs to, as reports name it."""
    return {
        key_id: f"{thing} {number}"
        for rows, thing in OWNERS
        for key_id, number in rows.order_by("pk").values_list("key", "pk")
    }


def lost_keys() -> dict[str, str]:
    """The needed keys that are missing although nobody destroyed them, each with its thing."""
    ring, needed = open_ring(settings.HELD_KEYS), keys_needed()
    missing = needed.keys() - set(ring.ids())  # read last: a key exists before the row that needs it
    lost = {key_id for key_id in missing if ring.why_missing(key_id) is WhyMissing.LOST}
    return {key_id: thing for key_id, thing in needed.items() if key_id in lost}


def lost_keys_found_in(keyring: Path) -> dict[str, str]:
    """The lost keys that this copy of our keyring still has."""
    if site_id_of(keyring) != open_ring(settings.HELD_KEYS).site_id:
        return {}
    lost = lost_keys()
    kept = ids_in(keyring) if lost else set()
    return {key_id: thing for key_id, thing in lost.items() if key_id in kept}


def begin_notes_of_destroyed_keys() -> None:
    """Once for each keyring from an earlier version: count what is missing now as destroyed before recording began.

    A key that the last backup still has does not count: it was lost.
    """
    ring = open_ring(settings.HELD_KEYS)
    if ring.notes_since:
        return
    kept = lost_keys_found_in(copied_keyring()) if copied_keyring().exists() else {}
    ring.begin_notes(lost_keys().keys() - kept.keys())


def destroyed_keys_are_noted() -> bool:
    """Whether this keyring records which keys are destroyed."""
    return bool(open_ring(settings.HELD_KEYS).notes_since)


def note_keys_gone_before(*, keys_noted: bool) -> None:
    """After a restore. If destroyed keys were not yet recorded when the copy was made (`keys_noted` in its manifest),
    the keys are newer than its words, and missing keys were most likely destroyed before recording began. This compares
    no dates: the clock may have been wrong at either moment.
    """
    ring = open_ring(settings.HELD_KEYS)
    if ring.notes_since and not keys_noted:
        ring.note_earlier(lost_keys())


def copied_keyring() -> Path:
    """The path of the keyring in the last backup, if one was made; its disk may not be connected."""
    place = Place.objects.first()
    return Path(place.backed_up_to if place else "") / "keys" / "keyring.db"
