"""The contents of envelopes for the family: only in words."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from held.gathering.models import Envelope, Sent
from held.keyring.text import opened_or
from held.pictures.models import Removal
from held.stories.models import Leaf


@dataclass(frozen=True)
class SentOnDesk:
    """One photograph that waits in its envelope: its number there, and its sender's words about it."""

    id: uuid.UUID
    number: int
    took: str
    who: str
    opens: bool
    being_removed: bool


@dataclass(frozen=True)
class EnvelopeOnDesk:
    """One envelope: its sender, what was asked for, how many arrived by its link and how many wait in it."""

    row: Envelope
    called: str
    purpose: str
    opens: bool
    waiting: int
    ended: bool


@dataclass(frozen=True)
class SaidOf:
    """A sender's words about a photograph."""

    called: str
    took: str
    who: str


def envelopes_on_desk(rows: Iterable[Envelope]) -> list[EnvelopeOnDesk]:
    """Each of them, in the same order."""
    return [envelope_on_desk(row) for row in rows]


def envelope_on_desk(row: Envelope) -> EnvelopeOnDesk:
    """One of them."""
    words = opened_or(None, row.read)
    return EnvelopeOnDesk(
        row=row,
        called=(words or {}).get("called", ""),
        purpose=(words or {}).get("purpose", ""),
        opens=words is not None,
        waiting=Sent.objects.filter(envelope=row, leaf=None).count(),
        ended=row.has_ended(),
    )


def called_on(row: Envelope) -> str:
    """The family's name for its sender; empty if it can't be opened."""
    return (opened_or(None, row.read) or {}).get("called", "")


def waiting_in(envelope: Envelope) -> list[SentOnDesk]:
    """Those that nobody has taken out yet, in the order of arrival."""
    rows = Sent.objects.filter(envelope=envelope, leaf=None).select_related("picture").order_by("number", "pk")
    removed = set(
        Removal.objects.filter(picture__in=[row.picture_id for row in rows]).values_list("picture", flat=True)
    )
    return [_sent_on_desk(row, row.picture_id in removed) for row in rows]


def said_of(leaves: Collection[Leaf]) -> dict[int, list[SaidOf]]:
    """For each of these leaves whose photograph came in an envelope: its sender, and the sender's words about it."""
    rows = Sent.objects.filter(leaf__in=leaves).select_related("picture", "envelope__story").order_by("at", "pk")
    found: dict[int, list[SaidOf]] = {}
    called: dict[uuid.UUID, str] = {}
    for row in rows:
        words = opened_or(None, row.read) or {}
        if row.envelope_id not in called:
            called[row.envelope_id] = (opened_or(None, row.envelope.read) or {}).get("called", "")
        words_of_sender = SaidOf(called[row.envelope_id], words.get("took", ""), words.get("who", ""))
        if row.leaf_id is not None:
            found.setdefault(row.leaf_id, []).append(words_of_sender)
    return found


def _sent_on_desk(row: Sent, being_removed: bool) -> SentOnDesk:
    words = opened_or(None, row.read)
    return SentOnDesk(
        id=row.pk,
        number=row.number,
        took=(words or {}).get("took", ""),
        who=(words or {}).get("who", ""),
        opens=words is not None,
        being_removed=being_removed,
    )
