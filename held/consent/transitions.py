"""One step of one answer: by the transition table, with a line in the family's record; a no is also logged."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from held.consent.later import SAID_NO, Kind, counts, still_no
from held.consent.models import Answer, ConsentLink, Involvement
from held.consent.outlets import involvement_id_of, kept_scope, new_answer
from held.consent.proving import prove
from held.consent.scopes import READERS
from held.consent.states import BEGINNING, OPEN, REFUSED, AnswerState, Event, Status, next_state
from held.keyring.refusal_log import append_refusal
from held.lib.clock import now
from held.lib.stored_strings import REFUSED_ANSWER
from held.uptime.current import uptime


@dataclass(frozen=True)
class Reply:
    """What a person answered, and how.

    The version of the question's text, its language, the link they answer by, and the versions of the description on
    the page.
    """

    question: str
    language: str
    link: ConsentLink | None = None  # None on a page of their own
    words: Collection[str] | None = None  # ids; None if unknown


@transaction.atomic
def apply(
    involvement: Involvement, scope: str, event: Event, *, by: object, reply: Reply | None = None
) -> Answer | None:
    """Take this step. Returns None, with nothing changed, if the table has no such step or the picture is gone.

    Returns the unchanged answer if their kind of link doesn't allow this step.

    `scope`: as stored, or `press:` and the name of an outlet.

    A no is logged beside the keys before it is in the table, so that it survives a loss of the database.
    """
    if not lock(involvement):
        return None
    answer = Answer.objects.filter(involvement=involvement, scope=kept_scope(involvement.person.family, scope)).first()
    before = AnswerState(Status(answer.status), answer.asked) if answer else BEGINNING
    link = reply.link if reply else None
    kind = link.kind if link else None
    if answer and not counts(event, before.status, kind, said_no=answer.said_no):
        return answer
    if answer and link and kind == Kind.LATER and _widens(answer, event) and _answered_elsewhere(answer, link):
        return answer
    after = next_state(before, event)
    if after is None:
        return None
    answer = answer or new_answer(involvement, scope)
    answer.status, answer.asked, answer.sequence = after.status, after.asked, answer.sequence + 1
    answer.at, answer.at_uptime = now(), uptime()
    answer.said_no = still_no(event, kind, said_no=answer.said_no)
    if reply:
        _keep_what_they_answered_to(answer, reply, before.status)
    if after.status in REFUSED:
        append_refusal(thing_of(answer), answer.sequence)
    answer.save()
    prove(involvement.person.family, _record_line(answer, event, by))
    return answer


def lock(involvement: Involvement) -> bool:
    """Lock the answers of this involvement until the transaction ends; False if the picture is gone."""
    return Involvement.objects.select_for_update().filter(pk=involvement.pk).first() is not None


def lock_answers(pictures: Collection[uuid.UUID]) -> None:
    """Lock the answers about these photographs until the transaction ends.

    Locked in order, so that two callers never deadlock.
    """
    list(Involvement.objects.select_for_update().filter(picture__in=pictures).order_by("pk").values_list("pk"))


def thing_of(answer: Answer) -> str:
    """The name of an answer where no readable words may be stored."""
    return REFUSED_ANSWER.format(involvement_id_of(answer).hex, answer.scope)


def _keep_what_they_answered_to(answer: Answer, reply: Reply, before: Status) -> None:
    answer.question, answer.language = reply.question, reply.language
    if not (reply.link and reply.link.later and before in OPEN):  # that yes may be from somebody who read other words
        answer.words = None if reply.words is None else sorted(reply.words)
    repeats_yes = answer.scope in READERS and before in OPEN and answer.status in OPEN
    if not (reply.link and reply.link.later and repeats_yes):  # a later link must not make that yes its own
        answer.link = reply.link.pk if reply.link else None


def _widens(answer: Answer, event: Event) -> bool:
    return event == Event.AGREE and answer.scope in READERS and answer.status not in OPEN


def _answered_elsewhere(answer: Answer, link: ConsentLink) -> bool:
    """Whether they answered for other readers, and not by this link: “this far and no further” is one answer."""
    others = Answer.objects.filter(involvement=answer.involvement_id, scope__in=READERS).exclude(pk=answer.pk)
    answered = others.filter(Q(status__in=OPEN | SAID_NO) | Q(said_no=True))
    return answered.exclude(link=link.pk).exists()


def _record_line(answer: Answer, event: Event, by: object) -> dict[str, str | int]:
    content: dict[str, str | int] = {
        "act": event.value,
        "part": answer.involvement_id.hex,
        "person": answer.involvement.person_id.hex,
        "scope": answer.scope,
        "standing": answer.status,
        "turn": answer.sequence,
        "by": str(by),
    }
    return content | ({"question": answer.question, "language": answer.language} if answer.question else {})
