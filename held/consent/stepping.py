"""One step of one answer: by the transition table, with a line in the family's record; a no also beside the keys."""

from django.db import transaction

from held.consent.models import Answer, Part
from held.consent.proving import prove, scope_in_proof
from held.consent.table import BEGINNING, NOES, Event, Place, Standing, walk
from held.keyring.noes import append_no
from held.lib.clock import now


@transaction.atomic
def step(part: Part, scope: str, event: Event, *, by: object, question: str = "", language: str = "") -> Answer | None:
    """Go this step; None where the table knows none or the picture is gone, and then nothing has changed.

    A no lies beside the keys before it is in the table: whatever becomes of this machine, it is not forgotten.
    """
    if Part.objects.select_for_update().filter(pk=part.pk).first() is None:
        return None
    answer = Answer.objects.filter(part=part, scope=scope).first()
    before = Place(Standing(answer.standing), answer.asked) if answer else BEGINNING
    after = walk(before, event)
    if after is None:
        return None
    answer = answer or Answer(part=part, scope=scope)
    answer.standing, answer.asked, answer.turn, answer.at = after.standing, after.asked, answer.turn + 1, now()
    if question:
        answer.question, answer.language = question, language
    if after.standing in NOES:
        append_no(thing_of(answer), answer.turn)
    answer.save()
    prove(part.person.family, _told(answer, event, by))
    return answer


def thing_of(answer: Answer) -> str:
    """How an answer is called where no word may stand."""
    return f"part {answer.part_id.hex} {scope_in_proof(answer.scope)}"


def _told(answer: Answer, event: Event, by: object) -> dict[str, str | int]:
    told: dict[str, str | int] = {
        "act": event.value,
        "part": answer.part_id.hex,
        "person": answer.part.person_id.hex,
        "scope": scope_in_proof(answer.scope),
        "standing": answer.standing,
        "turn": answer.turn,
        "by": str(by),
    }
    return told | ({"question": answer.question, "language": answer.language} if answer.question else {})
