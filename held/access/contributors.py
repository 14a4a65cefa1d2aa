"""Who may send photographs by a link made for them, and who sees what arrived in its envelope."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from held.access.families import families_to_decide, stories_to_write, story_to_open
from held.access.viewer import Viewer
from held.families.models import Member
from held.gathering.models import Envelope, Sent
from held.gathering.sending import fingerprint_of
from held.keyring.text import CannotOpen, opened_or
from held.lib.tokens import token_hash
from held.stories.models import Story
from held.uptime.moments import not_ended


@dataclass(frozen=True)
class SentByThem:
    """One photograph that they sent, as far as they may know: no size, no picture, and no address of one."""

    id: uuid.UUID
    number: int
    at: datetime  # when it arrived
    name: str
    took: str
    who: str
    fingerprint: str  # of these words, so that an old page doesn't overwrite newer ones


@dataclass(frozen=True)
class EnvelopeToFill:
    """What the link's holder may know: who asks them, for what, how many more, until when, and what they sent."""

    called: str
    purpose: str
    asks: str  # the own name of the parent who made the link
    decides_alone: bool
    most: int
    left: int
    arrived: int
    ends_at: datetime
    sent: tuple[SentByThem, ...]


@dataclass(frozen=True)
class EnvelopeToSendTo:
    """The envelope of an open link."""

    id: uuid.UUID


def envelope_to_send_to(token: str) -> EnvelopeToSendTo:
    """The envelope of this link, until it ends. Raises Http404."""
    return EnvelopeToSendTo(_envelope_of(token).pk)


def _envelope_of(token: str) -> Envelope:
    open_now = Envelope.objects.filter(not_ended(at="ends_at", uptime="ends_uptime")).select_related(
        "story__family", "by"
    )
    return get_object_or_404(open_now, token_hash=token_hash(token))


def envelope_to_fill(token: str) -> EnvelopeToFill:
    """The same, with what its page shows. Raises Http404."""
    envelope = _envelope_of(token)
    try:
        words = envelope.read()
    except CannotOpen:
        raise Http404 from None
    parents = Member.objects.filter(family=envelope.story.family_id, role=Member.Role.PARENT)
    full = envelope.arrived_bytes >= envelope.most_bytes
    return EnvelopeToFill(
        called=words.get("called", ""),
        purpose=words.get("purpose", ""),
        asks=_name_of(envelope),
        decides_alone=list(parents.values_list("account", flat=True)) == [envelope.by_id],
        most=envelope.most_pictures,
        left=0 if full else max(0, envelope.most_pictures - envelope.arrived),
        arrived=envelope.arrived,
        ends_at=envelope.closes_at(),
        sent=tuple(_sent_by_them(envelope)),
    )


def sent_to_speak_of(token: str) -> list[uuid.UUID]:
    """The ids of what came by this link, whose photographer and people its holder can name.

    Raises Http404.
    """
    rows = Sent.objects.filter(envelope=_envelope_of(token))
    return list(rows.order_by("number", "pk").values_list("pk", flat=True))


def envelopes_to_see(viewer: Viewer, story: Story) -> QuerySet[Envelope]:
    """Every envelope of a story of the viewer's families, the newest first."""
    return _envelopes(viewer).filter(story=story).order_by("-made_at", "pk")


def envelope_to_open(viewer: Viewer, envelope_id: uuid.UUID) -> Envelope:
    """One of them, to be opened by a parent or by a friend who helps. Raises Http404."""
    return get_object_or_404(_envelopes(viewer), pk=envelope_id)


def sent_to_take_out(viewer: Viewer, sent_id: uuid.UUID) -> Sent:
    """One photograph in such an envelope. Raises Http404."""
    rows = Sent.objects.filter(envelope__in=_envelopes(viewer))
    return get_object_or_404(rows.select_related("envelope__story", "picture"), pk=sent_id)


def envelope_to_end(viewer: Viewer, envelope_id: uuid.UUID) -> Envelope:
    """One of a family for which the viewer decides, as a parent. Raises Http404."""
    envelopes = Envelope.objects.filter(story__family__in=families_to_decide(viewer))
    return get_object_or_404(envelopes.select_related("story"), pk=envelope_id)


def story_to_gather_for(viewer: Viewer, story_id: int) -> Story:
    """A story for which the viewer, a parent, may ask somebody for photographs now. Raises Http404, KeyNeeded."""
    return story_to_open(viewer, story_id)


def _envelopes(viewer: Viewer) -> QuerySet[Envelope]:
    return Envelope.objects.filter(story__in=stories_to_write(viewer)).select_related("story", "by")


def _sent_by_them(envelope: Envelope) -> list[SentByThem]:
    found = []
    for row in Sent.objects.filter(envelope=envelope).select_related("picture").order_by("number", "pk"):
        try:
            words = row.read()
        except CannotOpen:
            continue
        took, who = words.get("took", ""), words.get("who", "")
        found.append(SentByThem(row.pk, row.number, row.at, words.get("name", ""), took, who, fingerprint_of(words)))
    return found


def _name_of(envelope: Envelope) -> str:
    return opened_or("", lambda: envelope.by.name if envelope.by else "")
