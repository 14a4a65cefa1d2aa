"""A yes given in the first weeks is asked for once more after some months; without an answer it lapses.

Nobody is asked a third time: a person who was asked twice keeps their yes until they change it.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from held.accounts.models import Account
from held.consent.models import Answer, Involvement, Reconfirmation
from held.consent.states import Event, Status
from held.consent.transitions import apply
from held.families.models import Family
from held.history import audit_log
from held.lib.clock import now
from held.pictures.models import Picture
from held.uptime.between import came_within
from held.uptime.moments import Moment, expected_over, over, wait_is_over

FIRST_WEEKS = timedelta(weeks=12)  # since the family was made here
MONTHS = (3, 6, 9, 12)
USUALLY = 6  # months, if the family chose nothing
MONTH = timedelta(days=30)
TIME_TO_ANSWER = timedelta(weeks=6)


@transaction.atomic
def confirm_after(family: Family, months: int, *, by: Account) -> None:
    """Set the family's number of months. Raises ValueError for a number that is not offered."""
    if months not in MONTHS:
        raise ValueError(months)
    Reconfirmation.objects.update_or_create(family=family, defaults={"months": months, "by": by, "at": now()})
    audit_log.record("confirming.chosen", f"family {family.pk}", by=by)


def months_of(family: Family) -> int:
    """After how many months this family's early answers are asked for once more."""
    row = Reconfirmation.objects.filter(family=family).first()
    return row.months if row else USUALLY


def confirm_and_lapse() -> None:
    """Ask once more for early answers that are due, and let unanswered ones lapse; due by both clocks."""
    for answer in Answer.objects.filter(status=Status.AGREED, asked=1).select_related("involvement__person__family"):
        family = answer.involvement.person.family
        if _is_early(answer, family) and wait_is_over(_since(answer), months_of(family) * MONTH):
            apply(answer.involvement, answer.scope, Event.CONFIRM, by="time")
    late = Answer.objects.filter(over(TIME_TO_ANSWER, at="at", uptime="at_uptime"), status=Status.CONFIRMING)
    for answer in late.select_related("involvement__person__family"):
        apply(answer.involvement, answer.scope, Event.LAPSE, by="time")


def is_being_confirmed(picture: Picture, scopes: Collection[str]) -> bool:
    """Whether a yes for one of these scopes is being asked for once more.

    The family may be told only about scopes that everyone agreed to; for another scope this would tell it of a yes.
    """
    return Answer.objects.filter(involvement__picture=picture, scope__in=scopes, status=Status.CONFIRMING).exists()


def closes_on(involvement: Involvement) -> datetime | None:
    """When their yes lapses without an answer, if held runs until then. None if no answer is awaited."""
    waiting = Answer.objects.filter(involvement=involvement, status=Status.CONFIRMING)
    return min((expected_over(_since(answer), TIME_TO_ANSWER) for answer in waiting), default=None)


def _is_early(answer: Answer, family: Family) -> bool:
    """Whether the answer is early by either clock. A wrong yes costs one more question; a wrong no loses a refusal."""
    return came_within(
        FIRST_WEEKS,
        begun=family.made_at,
        begun_uptime=family.made_uptime,
        came=answer.at,
        came_uptime=answer.at_uptime,
    )


def _since(answer: Answer) -> Moment:
    return Moment(answer.at, answer.at_uptime)
