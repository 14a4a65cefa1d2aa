"""Somebody sends photographs by a link that was made for them, and says who took each and who is in it."""

import uuid
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from held.gathering.models import Envelope, Sent
from held.history.noting import note
from held.keyring.words import KeyGone
from held.pictures import intake
from held.pictures.models import Picture
from held.pictures.recognising import NotKept, Why, is_whole
from held.stories.models import Leaf, Words

SAID = ("took", "who")  # what its sender can say of a photograph
LONGEST = 500  # letters of each


class Ended(Exception):
    """The link has ended. Nothing of what was sent stays."""


class Full(Exception):
    """As many as were asked for have come. Nothing of what was sent stays."""


class SaidMeanwhile(Exception):
    """They said something else of it on another page, which is not covered without being seen."""


@dataclass(frozen=True)
class Received:
    """A photograph in its envelope, and how much of the file that was sent now opens: nothing of another one."""

    sent: Sent
    decoded: Picture.Decoded


def arriving_by_link(envelope_id: uuid.UUID, name: str) -> intake.Arriving:
    """A file that begins to arrive by the link of this envelope; `name`: what it is called on the phone."""
    envelope = Envelope.objects.select_related("story__family").get(pk=envelope_id)
    return intake.Arriving(envelope.story.family, name)


def receive_by_link(envelope_id: uuid.UUID, arrived: intake.Arrived) -> Picture.Decoded:
    """`receive`, for the page of the link, which holds no row: how much of the file opens. Raises the same."""
    envelope = Envelope.objects.select_related("story__family", "by").get(pk=envelope_id)
    return receive(envelope, arrived).decoded


def receive(envelope: Envelope, arrived: intake.Arrived) -> Received:
    """Keep what arrived, in the envelope; on the disk and sealed when this returns.

    One that the family has, or is removing, is developed and told like every other, so that nobody learns of it by
    words or by time. It adds nothing. Raises Ended, Full, NotKept, developing.Closed; then nothing of it stays.
    """
    try:
        _refuse_full(envelope, arrived.size)
    except (Ended, Full):
        intake.forget(intake.Developed(arrived))
        if before := _sent_before(envelope, arrived):
            return Received(
                before, Picture.Decoded(before.picture.decoded)
            )  # its page names it already; a bad line sends once more what it has sent
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
    """Write the rows of what lies in the vault, all of them or none. Raises Ended, Full, NotKept."""
    _one_at_a_time(envelope)
    picture = intake.keep(developed, by=None)
    if not is_whole(picture):  # what they are told has arrived opens; and one the family has is read to its end as well
        raise NotKept(Why.LOST)
    return _put_in(envelope, picture, developed.arrived.name, None)


@transaction.atomic
def recognise(envelope: Envelope, known: Picture, name: str) -> Sent:
    """The family has this very file. Its sender is told what every sender is told. Raises Ended, Full, NotKept."""
    _one_at_a_time(envelope)
    before = Sent.objects.filter(envelope=envelope, picture=known).first()
    if before is not None:
        return before
    picture = Picture.objects.select_for_update().filter(pk=known.pk).first()
    if picture is None:
        raise NotKept(Why.LOST)
    leaf = Leaf.objects.filter(story=envelope.story_id, picture=picture).first()
    try:
        return _put_in(envelope, picture, name, leaf)
    except KeyGone:
        raise NotKept(Why.LOST) from None


def fingerprint_of(given: Words) -> str:
    """What a page carries that says which words stood on it."""
    return sha256("\0".join(given.get(what, "") for what in SAID).encode()).hexdigest()[:16]


@transaction.atomic
def say(sent_id: uuid.UUID, given: Words, *, seen: str) -> None:
    """What they say of it from now on. `seen`: `fingerprint_of` the words that stood on their page.

    Raises SaidMeanwhile, KeyGone, Damaged; then the words are as they were.
    """
    sent = Sent.objects.select_for_update(of=("self",)).select_related("picture").get(pk=sent_id)
    there = sent.read()
    said = there | {what: given.get(what, "") for what in SAID}
    if said == there:
        return
    if fingerprint_of(there) != seen:
        raise SaidMeanwhile
    sent.write(said)
    sent.save(update_fields=["sealed"])
    note("sent.said", f"sent {sent.pk}", by="contributor")


def _sent_before(envelope: Envelope, arrived: intake.Arrived) -> Sent | None:
    return Sent.objects.filter(envelope=envelope, picture__lookup=arrived.lookup).select_related("picture").first()


def _put_away(envelope: Envelope, known: Picture, developed: intake.Developed) -> None:
    """What came by this very link before goes at once: its sender knows of it, and could fill the disk by it. Anything
    else goes with the daily sweep, so that no time tells that the family has it; the measure of the link bounds it."""
    came_by_it = Sent.objects.filter(envelope=envelope, picture=known).exists()
    (intake.forget if came_by_it else intake.let_go)(developed)


def _put_in(envelope: Envelope, picture: Picture, name: str, leaf: Leaf | None) -> Sent:
    """One more, with a number of its own; its envelope is locked."""
    envelope.refresh_from_db(fields=["arrived", "arrived_bytes", "ends_at", "ends_uptime"])
    _refuse_full(envelope, picture.size)
    envelope.arrived += 1
    envelope.arrived_bytes += picture.size
    envelope.save(update_fields=["arrived", "arrived_bytes"])
    sent = Sent(envelope=envelope, picture=picture, number=envelope.arrived, leaf=leaf)
    sent.write({"name": name})
    sent.save(force_insert=True)
    note("sent.arrived", f"sent {sent.pk}", by="contributor")
    return sent


def _one_at_a_time(envelope: Envelope) -> None:
    Envelope.objects.select_for_update().filter(pk=envelope.pk).first()


def _refuse_full(envelope: Envelope, size: int) -> None:
    if envelope.has_ended():
        raise Ended
    if envelope.arrived >= envelope.most_pictures or envelope.arrived_bytes + size > envelope.most_bytes:
        raise Full
