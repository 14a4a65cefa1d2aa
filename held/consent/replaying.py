"""After a restore: every no newer than the copy is applied again before anything is opened."""

import re
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from held.consent.models import Answer, AnswersVisible, ConsentLink, Involvement, ListComplete
from held.consent.proving import prove
from held.consent.said_no import turn_of_no
from held.consent.states import OPEN, REFUSED, TABLE, Event, Status
from held.consent.transitions import thing_of
from held.history import audit_log
from held.keyring.refusal_log import append_refusal
from held.lib.stored_strings import ENDED_LINK, RECORD_REPLAYED, REFUSED_ANSWER

FURTHER = 10_000  # steps of an answer, or decisions about a story: nobody does so many between two copies
_LINK = re.compile(ENDED_LINK.format("([0-9a-f]{32})"))
_INVOLVEMENT = re.compile(REFUSED_ANSWER.format("([0-9a-f]{32})", ""))


def replay_refusals(refusals: Mapping[str, int]) -> int:
    """Close each answer that became a no after the copy, and each link ended since; returns how many answers.

    A yes given even later is unknown here; the person can give it again.
    """
    ConsentLink.objects.filter(pk__in=_ended(refusals)).delete()
    closed = 0
    for involvement in Involvement.objects.filter(pk__in=_involvements(refusals)).select_related("person__family"):
        for answer in Answer.objects.filter(involvement=involvement):
            closed += _close(involvement, answer, turn_of_no(refusals, answer, involvement.person.family) or 0)
    return closed


@transaction.atomic
def ask_anew_who_is_in_it() -> None:
    """Require every family to confirm again who is in each picture; until then nothing opens.

    Who was named since the copy, and whether they said no, is unknown here.
    """
    ListComplete.objects.all().delete()
    audit_log.record("everybody.taken-back", "every picture", by="program")


@transaction.atomic
def keep_every_answer_from_families() -> None:
    """Hide every answer from families: who chose since the copy to hide theirs is unknown here."""
    AnswersVisible.objects.all().delete()
    audit_log.record("telling.ended", "every part", by="program")


@transaction.atomic
def let_sequences_begin_higher() -> None:
    """Start step numbers higher, so that new answers are newer than those in any other copy of this installation.

    Whichever copy is restored next, a no given now overrides a yes that only that copy has.
    """
    for answer in Answer.objects.filter(status__in=REFUSED).order_by("pk"):
        append_refusal(thing_of(answer), answer.sequence + FURTHER)
    Answer.objects.update(sequence=F("sequence") + FURTHER)


@transaction.atomic
def _close(involvement: Involvement, answer: Answer, sequence: int) -> bool:
    """Close one answer. The link by which the no was given is unknown here, so no later link can replace it."""
    if sequence <= answer.sequence:
        return False
    before = Status(answer.status)
    answer.status, answer.sequence, answer.link = TABLE[before, Event.WITHDRAW], sequence, None
    answer.said_no = True
    answer.save(update_fields=["status", "said_no", "sequence", "link"])
    if answer.status != before:
        content: dict[str, str | int] = {"act": RECORD_REPLAYED, "part": involvement.pk.hex}
        prove(involvement.person.family, content | {"standing": answer.status, "turn": sequence})
    return before in OPEN


def _ended(refusals: Mapping[str, int]) -> list[uuid.UUID]:
    return [uuid.UUID(hex=found[1]) for thing in refusals if (found := _LINK.fullmatch(thing))]


def _involvements(refusals: Mapping[str, int]) -> list[uuid.UUID]:
    return [uuid.UUID(hex=found[1]) for thing in refusals if (found := _INVOLVEMENT.match(thing))]
