"""Keys that the words need and that are not here: whether they were destroyed on purpose, or lost."""

from pathlib import Path

from django.conf import settings

from held.accounts.models import Account
from held.consent.models import Claim
from held.families.models import Family
from held.keeping.key_copies import ids_in, place_of
from held.keyring.destroyed import WhyMissing
from held.keyring.words import open_ring
from held.pictures.models import Picture
from held.place.models import Place
from held.stories.models import Story

OWNERS = (
    (Account.objects.all(), "account"),
    (Family.objects.all(), "family"),
    (Story.objects.all(), "story"),
    (Picture.objects.all(), "photograph"),
    (Claim.objects.all(), "claim"),
)


def keys_needed() -> dict[str, str]:
    """The id of each key under which something here is sealed, and the thing it belongs to, as reports name it."""
    return {
        key_id: f"{thing} {number}"
        for rows, thing in OWNERS
        for key_id, number in rows.order_by("pk").values_list("key", "pk")
    }


def lost_keys() -> dict[str, str]:
    """Those of the keys needed that are missing although nobody destroyed them, each with its thing."""
    ring, needed = open_ring(settings.HELD_KEYS), keys_needed()
    missing = needed.keys() - set(ring.ids())  # read last: a key is there before the row that needs it
    lost = {key_id for key_id in missing if ring.why_missing(key_id) is WhyMissing.LOST}
    return {key_id: thing for key_id, thing in needed.items() if key_id in lost}


def lost_here_and_kept_in(keyring: Path) -> dict[str, str]:
    """Those of the lost keys that this copy of the keyring of our place still has."""
    if place_of(keyring) != open_ring(settings.HELD_KEYS).place:
        return {}
    lost = lost_keys()
    kept = ids_in(keyring) if lost else set()
    return {key_id: thing for key_id, thing in lost.items() if key_id in kept}


def begin_notes_of_destroyed_keys() -> None:
    """Once for each keyring of a former version: what is missing now counts as destroyed before this was noted.

    A key that the last second copy still has is not among them: it was lost.
    """
    ring = open_ring(settings.HELD_KEYS)
    if ring.notes_since:
        return
    kept = lost_here_and_kept_in(copied_keyring()) if copied_keyring().exists() else {}
    ring.begin_notes(lost_keys().keys() - kept.keys())


def destroyed_keys_are_noted() -> bool:
    """Whether this keyring notes by now which keys are destroyed."""
    return bool(open_ring(settings.HELD_KEYS).notes_since)


def note_keys_gone_before(*, keys_noted: bool) -> None:
    """After a restore. If no destroyed keys were noted yet when the copy was made (`keys_noted` of its manifest), the
    keys are newer than its words, and what they lack was most likely destroyed before that was noted. No date decides
    this: the clock may have been wrong at either moment."""
    ring = open_ring(settings.HELD_KEYS)
    if ring.notes_since and not keys_noted:
        ring.note_earlier(lost_keys())


def copied_keyring() -> Path:
    """Where the last second copy keeps its keyring, if one was made; its disk may not be connected."""
    place = Place.objects.first()
    return Path(place.backed_up_to if place else "") / "keys" / "keyring.db"
