"""After a restore: every no that is newer than the copy counts again, before anything is opened."""

import re
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from held.consent.models import Answer, Asking, Everybody, Part, Telling
from held.consent.proving import prove
from held.consent.said_no import turn_of_no
from held.consent.states import NOES, OPEN, TABLE, Event, Status
from held.consent.transitions import thing_of
from held.history.noting import note
from held.keyring.refusal_log import append_no
from held.lib.stored_strings import ENDED_LINK, RECORD_REPLAYED, REFUSED_ANSWER

FURTHER = 10_000  # turns: nobody answers one question so often between two copies
_LINK = re.compile(ENDED_LINK.format("([0-9a-f]{32})"))
_PART = re.compile(REFUSED_ANSWER.format("([0-9a-f]{32})", ""))


def replay_noes(noes: Mapping[str, int]) -> int:
    """Close each answer that was a no after the copy was made, and each link that its person ended; how many answers.

    A yes that came later still is not known here: they can give it once more.
    """
    Asking.objects.filter(pk__in=_ended(noes)).delete()
    closed = 0
    for part in Part.objects.filter(pk__in=_parts(noes)).select_related("person__family"):
        for answer in Answer.objects.filter(part=part):
            closed += _close(part, answer, turn_of_no(noes, answer, part.person.family) or 0)
    return closed


@transaction.atomic
def ask_anew_who_is_in_it() -> None:
    """Whether somebody was named since the copy is not known here, nor whether they said no: until its family says
    again who is in it, nothing opens."""
    Everybody.objects.all().delete()
    note("everybody.taken-back", "every picture", by="program")


@transaction.atomic
def keep_every_answer_from_families() -> None:
    """Whether somebody chose since the copy that the family shall not see their answers is not known here."""
    Telling.objects.all().delete()
    note("telling.ended", "every part", by="program")


@transaction.atomic
def let_turns_begin_higher() -> None:
    """What is answered in this place from now on is newer than what any other copy of it holds, whichever of them it is
    filled from next: a no of now counts against a yes that only that copy knows."""
    for answer in Answer.objects.filter(standing__in=NOES).order_by("pk"):
        append_no(thing_of(answer), answer.turn + FURTHER)
    Answer.objects.update(turn=F("turn") + FURTHER)


@transaction.atomic
def _close(part: Part, answer: Answer, turn: int) -> bool:
    """By which link that no was said is not known here: no link that was made later turns it round."""
    if turn <= answer.turn:
        return False
    before = Status(answer.standing)
    answer.standing, answer.turn, answer.link = TABLE[before, Event.WITHDRAW], turn, None
    answer.said_no = True
    answer.save(update_fields=["standing", "said_no", "turn", "link"])
    if answer.standing != before:
        told: dict[str, str | int] = {"act": RECORD_REPLAYED, "part": part.pk.hex}
        prove(part.person.family, told | {"standing": answer.standing, "turn": turn})
    return before in OPEN


def _ended(noes: Mapping[str, int]) -> list[uuid.UUID]:
    return [uuid.UUID(hex=found[1]) for thing in noes if (found := _LINK.fullmatch(thing))]


def _parts(noes: Mapping[str, int]) -> list[uuid.UUID]:
    return [uuid.UUID(hex=found[1]) for thing in noes if (found := _PART.match(thing))]
