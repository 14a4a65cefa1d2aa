"""Somebody says that they are in a photograph here, and have no link. Whoever answers for a family reads it first."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from held.accounts.models import Account
from held.consent.asking import FormUsedBefore, link_anew
from held.consent.models import Answer, Asking, Claim, Part
from held.families.models import Family, Person
from held.history.models import Line
from held.history.noting import note
from held.keyring.words import Damaged, KeyGone
from held.lib.clock import now

MOST = 50  # that nobody at all has read yet; beyond these nobody could answer with care
ANSWERED = "claim.answered"  # in the history


class TooManyWait(Exception):
    """So many wait already that one more is not taken. Nothing of it is kept."""


class AnsweredAlready(Exception):
    """Somebody has answered it or put it away; links are made by one answer, once."""


class NoReach(Exception):
    """The family gave no address for this person, so there is nowhere a new link could safely go."""


@transaction.atomic
def claim(form: uuid.UUID, given: dict[str, str]) -> None:
    """Keep what they wrote for every family here, and whoever answers for it now or later: nobody is told whether
    there is such a photograph, nor which family it would be. The same form arriving again is one.

    Raises TooManyWait.
    """
    if _unread().exclude(form=form).count() >= MOST:
        raise TooManyWait
    for family in Family.objects.order_by("pk"):
        _keep(family, form, given)
    note("claim.came", f"form {form}", by="person")


@transaction.atomic
def put_claim_away(came: Claim, *, by: Account) -> None:
    """It waits here no more, and is kept; for other families it waits on. Nobody is told."""
    Claim.objects.filter(pk=came.pk, put_away_at=None).update(put_away_at=now())
    note("claim.put-away", f"claim {came.pk}", by=by)


@transaction.atomic
def links_for(came: Claim, person: Person, *, by: Account) -> list[str]:
    """Whoever wrote this is that person: a new link to each question they were asked, to go to the address that the
    family gave, and to no other. It is answered by this, once. Pressed again, the same links come back. By a link that
    a friend makes they can only say no, until a parent makes one. No looking begins by it.

    Raises NoReach, AnsweredAlready.
    """
    if not person.reach:
        raise NoReach
    came = Claim.objects.select_for_update().get(pk=came.pk)
    answered = f"claim {came.pk.hex} person {person.pk.hex}"
    parts = Part.objects.filter(person=person, pk__in=Answer.objects.values("part")).order_by("at", "pk")
    if came.put_away_at is not None:
        if not Line.objects.filter(act=ANSWERED, thing=answered, by=by.key, at__gte=came.at).exists():
            raise AnsweredAlready
        parts = parts.filter(pk__in=_linked(by, until=came.put_away_at))  # not to what was asked since
    try:
        tokens = [link_anew(part, by=by, once=f"claim {came.pk.hex} {came.at.isoformat()}") for part in parts]
    except FormUsedBefore:  # ended since
        raise AnsweredAlready from None
    if came.put_away_at is None:
        note(ANSWERED, answered, by=by)
        Claim.objects.filter(pk=came.pk).update(put_away_at=now())
    elif not tokens:
        raise AnsweredAlready
    return tokens


def _linked(by: Account, *, until: datetime) -> QuerySet[Asking, Mapping[str, object]]:
    return Asking.objects.filter(by=by, made_at__lte=until).values("part")


def _unread() -> QuerySet[Claim, Mapping[str, object]]:
    """The forms that wait in every family. One that somebody has put away anywhere was read with care and leaves room:
    a family in which nobody looks, or nobody answers, closes this for no other."""
    read = Claim.objects.exclude(put_away_at=None).values("form")
    return Claim.objects.exclude(form__in=read).values("form").distinct()


def _keep(family: Family, form: uuid.UUID, given: dict[str, str]) -> None:
    row = Claim.objects.select_for_update().filter(family=family, form=form).first()
    if row is not None and _says(row) == given:
        return  # sent once more: where it was put away, somebody has read these very words
    row = row or Claim(family=family, form=form)
    row.at, row.put_away_at = now(), None
    row.write(given)
    row.save()


def _says(row: Claim) -> dict[str, str]:
    try:
        return row.read()
    except (KeyGone, Damaged):
        return {}
