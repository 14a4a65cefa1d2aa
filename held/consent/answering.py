"""A person answers, and changes their answer: without account or reason, the first and the tenth time."""

from django.db import transaction

from held.consent.models import Answer, Part, Telling
from held.consent.questions import VERSION
from held.consent.stepping import step
from held.consent.table import OPEN, Event, Standing
from held.history.noting import note
from held.place.ballast import on_a_full_disk_too

NO = (Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW)


class NotAsked(Exception):
    """They were not asked for this."""


def answer(part: Part, scope: str, event: Event, *, language: str) -> Answer:
    """Keep what they answer for this scope alone; what they answered for others stands. Raises NotAsked.

    A no holds from the very next request on, and also on a full disk.
    """
    return (_refuse if event in NO else _keep)(part, scope, event, language)


@on_a_full_disk_too
@transaction.atomic
def withdraw(part: Part) -> None:
    """Every yes of theirs for this picture is taken back in one press; and what they had not answered is a no."""
    for row in Answer.objects.filter(part=part).order_by("scope"):
        if Standing(row.standing) in OPEN or row.standing == Standing.ASKED:
            step(part, row.scope, Event.WITHDRAW, by="person", question=VERSION, language=row.language)


@transaction.atomic
def let_family_see(part: Part) -> None:
    """From now on the family sees what they answer."""
    Telling.objects.get_or_create(part=part)
    note("telling.begun", f"part {part.pk}", by="person")


@on_a_full_disk_too
@transaction.atomic
def keep_from_family(part: Part) -> None:
    """The family sees it no more."""
    Telling.objects.filter(part=part).delete()
    note("telling.ended", f"part {part.pk}", by="person")


@on_a_full_disk_too
@transaction.atomic
def _refuse(part: Part, scope: str, event: Event, language: str) -> Answer:
    return _keep(part, scope, event, language)


@transaction.atomic
def _keep(part: Part, scope: str, event: Event, language: str) -> Answer:
    kept = step(part, scope, event, by="person", question=VERSION, language=language)
    if kept is None:
        raise NotAsked
    return kept
