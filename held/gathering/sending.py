"""Somebody sends photographs by a link made for them, and says who took each and who is in it."""

import uuid
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.db.models import Max

from held.gathering.models import Envelope, Sent
from held.history import audit_log
from held.keyring.text import KeyGone
from held.pictures import intake
from held.pictures.models import Picture
from held.pictures.recognising import NotKept, Why, is_whole
from held.stories.models import Leaf, Words

SAID = ("took", "who")  # what its sender can say of a photograph
LONGEST = 500  # letters of each


class Ended(Exception):
    """The link has ended; nothing that was sent is stored."""


class Full(Exception):
    """As many as were asked for have arrived; nothing that was sent is stored."""


class SaidMeanwhile(Exception):
    """They wrote something else on another page since; it isn't overwritten unseen."""


@dataclass(frozen=True)
class Received:
    """A photograph in its envelope, and how much of the sent file can be opened; it reveals no other photograph."""

    sent: Sent
    decoded: Picture.Decoded


def arriving_by_link(envelope_id: uuid.UUID, name: str) -> intake.Arriving:
    """Begin to receive a file by the link of this envelope; `name`: its file name on the sender's device."""
    envelope = Envelope.objects.select_related("story__family").get(pk=envelope_id)
    return intake.Arriving(envelope.story.family, name)


def receive_by_link(envelope_id: uuid.UUID, arrived: intake.Arrived) -> Picture.Decoded:
    """`receive`, for the link's page, which holds no row: how much of the file can be opened. Raises the same."""
    envelope = Envelope.objects.select_related("story__family", "by").get(pk=envelope_id)
    return receive(envelope, arrived).decoded


def receive(envelope: Envelope, arrived: intake.Arrived) -> Received:
    """Save what arrived, in the envelope; sealed and on the disk when this returns.

    A file that the family has, or is removing, is developed and reported like every other, so that neither words nor
    timing reveal it. It adds no photograph. Raises Ended, Full, NotKept, developing.Closed; then nothing is stored.
    """
    try:
        _refuse_full(envelope, arrived.size)
    except (Ended, Full):
        intake.forget(intake.Developed(arrived))
        if before := _sent_before(envelope, arrived):
            return Received(
                before, Picture.Decoded(before.picture.decoded)
            )  # its page already lists it; a bad connection sends the same file again
        raise
    developed = intake.develop(arrived)
    try:
        return Received(keep(envelope, developed), developed.decoded)
    except BaseException as reason:
        if isinstance(reason, NotKept) and reason.known is not None:
            _put_away(envelope, reason.known, developed)
            return Received(recognise(envelope, reason.known, arrived.name), developed.decoded)
        intake.forget_unless_kept(developed)
        raise


@transaction.atomic
def keep(envelope: Envelope, developed: intake.Developed) -> Sent:
    """Save the rows of what is in the vault, all of them or none. Raises Ended, Full, NotKept."""
    _one_at_a_time(envelope)
    picture = intake.keep(developed, by=None)
    if not is_whole(picture):  # a confirmed file can be opened; a file the family has is read to its end too
        raise NotKept(Why.LOST)
    return _put_in(envelope, picture, developed.arrived.name, None)


@transaction.atomic
def recognise(envelope: Envelope, known: Picture, name: str) -> Sent:
    """The family has this same file; its sender is told the same as every sender. Raises Ended, Full, NotKept."""
    _one_at_a_time(envelope)
    before = Sent.objects.filter(envelope=envelope, picture=known).first()
    if before is not None:
        return before
    picture = Picture.objects.select_for_update().filter(pk=known.pk, lookup=known.lookup).first()
    if picture is None:  # or it was taken back in this moment, and its key is being destroyed
        raise NotKept(Why.LOST)
    leaf = Leaf.objects.filter(story=envelope.story_id, picture=picture).first()
    try:
        return _put_in(envelope, picture, name, leaf)
    except KeyGone:
        raise NotKept(Why.LOST) from None


def fingerprint_of(given: Words) -> str:
    """A fingerprint, for a page, of the words it shows."""
    return sha256("\0".join(given.get(what, "") for what in SAID).encode()).hexdigest()[:16]


@transaction.atomic
def say(sent_id: uuid.UUID, given: Words, *, fingerprint: str) -> None:
    """Replace the sender's words about a photograph. `fingerprint`: `fingerprint_of` the words on their page.

    Raises SaidMeanwhile, KeyGone, Damaged; then the words don't change.
    """
    sent = Sent.objects.select_for_update(of=("self",)).select_related("picture").get(pk=sent_id)
    there = sent.read()
    changed = there | {what: given.get(what, "") for what in SAID}
    if changed == there:
        return
    if fingerprint_of(there) != fingerprint:
        raise SaidMeanwhile
    sent.write(changed)
    sent.save(update_fields=["sealed"])
    audit_log.record("sent.said", f"sent {sent.pk}", by="contributor")


def _sent_before(envelope: Envelope, arrived: intake.Arrived) -> Sent | None:
    return Sent.objects.filter(envelope=envelope, picture__lookup=arrived.lookup).select_related("picture").first()


def _put_away(envelope: Envelope, known: Picture, developed: intake.Developed) -> None:
    """Delete what arrived by this same link before at once: its sender knows of it, and could fill the disk with it.

    Anything else is deleted by the daily sweep, so that no timing reveals that the family has it; the link's limits
    bound it.
    """
    came_by_it = Sent.objects.filter(envelope=envelope, picture=known).exists()
    (intake.forget if came_by_it else intake.let_go)(developed)


def _put_in(envelope: Envelope, picture: Picture, name: str, leaf: Leaf | None) -> Sent:
    """Add one, with a number of its own; the caller has locked the envelope."""
    envelope.refresh_from_db(fields=["arrived", "arrived_bytes", "ends_at", "ends_uptime"])
    _refuse_full(envelope, picture.size)
    envelope.arrived += 1
    envelope.arrived_bytes += picture.size
    envelope.save(update_fields=["arrived", "arrived_bytes"])
    last = Sent.objects.filter(envelope=envelope).aggregate(last=Max("number"))["last"] or 0
    number = max(last + 1, envelope.arrived)
    sent = Sent(envelope=envelope, picture=picture, number=number, leaf=leaf, had_before=leaf is not None)
    sent.write({"name": name})
    sent.save(force_insert=True)
    audit_log.record("sent.arrived", f"sent {sent.pk}", by="contributor")
    return sent


def _one_at_a_time(envelope: Envelope) -> None:
    Envelope.objects.select_for_update().filter(pk=envelope.pk).first()


def _refuse_full(envelope: Envelope, size: int) -> None:
    if envelope.has_ended():
        raise Ended
    if envelope.arrived >= envelope.most_pictures or envelope.arrived_bytes + size > envelope.most_bytes:
        raise Full
