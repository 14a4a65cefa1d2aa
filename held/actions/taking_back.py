"""The sender of a photograph takes it back, as long as nobody of the family has taken it out of its envelope."""

import uuid
from contextlib import suppress

from django.db import transaction
from django.db.models import F

from held.gathering.models import Envelope, Sent
from held.history import audit_log
from held.keyring.text import NoWrappingKey, destroy_key, new_key, refuse_to_destroy
from held.pictures import removal
from held.pictures.models import Picture
from held.place.disk_reserve import with_disk_reserve
from held.publishing.fingerprint import one_at_a_time
from held.stories.models import Leaf


class NotThere(Exception):
    """It is in no envelope: it was taken back before, or the family destroyed it."""


class TakenOut(Exception):
    """Somebody of the family took it out of its envelope first; nothing was changed."""


def take_back(sent_id: uuid.UUID) -> None:
    """Take it out of its envelope again, for good: its key is destroyed, and with it the name of its file.

    Only their own line is deleted if the family, or another sender, has the same photograph. That takes as much work,
    so that no timing reveals it. Raises NotThere, TakenOut, NoWrappingKey; then nothing is changed.
    """
    key = Sent.objects.filter(pk=sent_id).values_list("picture__key", flat=True).first() or ""
    refuse_to_destroy(key)
    picture = _leave_envelope(sent_id)
    with suppress(OSError, NoWrappingKey):  # it is closed already; a chore destroys the key as soon as it can
        if picture is None:
            destroy_key(new_key(beside=key))
        else:
            removal.destroy_quietly(picture, by="contributor")


@with_disk_reserve
@transaction.atomic
def _leave_envelope(sent_id: uuid.UUID) -> Picture | None:
    """Delete its line, unless a member took it out; returns its photograph if nobody else has it."""
    story = Sent.objects.filter(pk=sent_id).values_list("envelope__story", flat=True).first()
    if story is None:
        raise NotThere
    one_at_a_time(story)
    sent = Sent.objects.filter(pk=sent_id).first()
    if sent is None:
        raise NotThere
    if sent.leaf_id is not None and not sent.had_before:
        raise TakenOut
    envelopes = Envelope.objects.filter(pk=sent.envelope_id)
    envelopes.select_for_update().first()
    picture = Picture.objects.select_for_update().get(pk=sent.picture_id)  # against a sender of the same file
    sent.delete()
    envelopes.update(arrived=F("arrived") - 1)
    audit_log.record("sent.taken-back", f"sent {sent_id}", by="contributor")
    if _somebody_else_has(picture):
        return None
    removal.give_up(picture)
    return picture


def _somebody_else_has(picture: Picture) -> bool:
    in_story = Leaf.objects.filter(picture=picture).exists()
    return picture.by_id is not None or in_story or Sent.objects.filter(picture=picture).exists()
