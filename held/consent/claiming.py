"""Somebody says that they are in a photograph here, and have no link. A friend of each family reads it first."""

import uuid

from django.db import transaction

from held.accounts.models import Account
from held.consent.asking import link_anew
from held.consent.models import Answer, Claim, Part
from held.families.answering import who_answer
from held.families.models import Family, Person
from held.history.noting import note
from held.lib.clock import now

MOST = 50  # that wait at once in this place; beyond these nobody could answer with care


class TooManyWait(Exception):
    """So many wait already that one more is not taken. Nothing of it is kept."""


class NoReach(Exception):
    """The family gave no address for this person, so there is nowhere a new link could safely go."""


@transaction.atomic
def claim(form: uuid.UUID, given: dict[str, str]) -> None:
    """Keep what they wrote for everybody who answers for a family here: nobody is told whether there is such a
    photograph, nor which family it would be. The same form arriving again is one. Raises TooManyWait."""
    if Claim.objects.filter(put_away_at=None).values("form").exclude(form=form).distinct().count() >= MOST:
        raise TooManyWait
    families = Family.objects.filter(pk__in=who_answer().values("family")).order_by("pk")
    for family in families:
        row = Claim.objects.filter(family=family, form=form).first() or Claim(family=family, form=form)
        row.write(given)
        row.save()
    note("claim.came", f"form {form}", by="person")


@transaction.atomic
def put_claim_away(came: Claim, *, by: Account) -> None:
    """It waits here no more, and is kept; for other families it waits on. Nobody is told."""
    Claim.objects.filter(pk=came.pk, put_away_at=None).update(put_away_at=now())
    note("claim.put-away", f"claim {came.pk}", by=by)


@transaction.atomic
def links_for(person: Person, *, by: Account) -> list[str]:
    """A new link to each question this person was asked, to go to the address that the family gave, and to no other.

    Raises NoReach.
    """
    if not person.reach:
        raise NoReach
    parts = Part.objects.filter(person=person).order_by("at", "pk")
    return [link_anew(part, by=by) for part in parts if _was_asked(part)]


def _was_asked(part: Part) -> bool:
    return Answer.objects.filter(part=part).exists()
