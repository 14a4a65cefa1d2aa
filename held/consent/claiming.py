"""Somebody says that they are in a photograph here, and have no link. Whoever answers for a family reads it first."""

import json
import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import Length

from held.accounts.models import Account
from held.consent.asking import FormUsedBefore, link_anew
from held.consent.likeness import likeness_of
from held.consent.models import Answer, Asking, Claim, ClaimClosed, Part
from held.families.models import Family, Person
from held.history.models import Line
from held.history.noting import note
from held.keyring import words
from held.keyring.words import Damaged, KeyGone
from held.lib.clock import now

MOST_BYTES = 20_000_000  # on the disk, of claims that no family has closed yet
BYTES_OF_ROW = 500  # what a row and its indexes take beside the sealed words, rounded up
ANSWERED = "claim.answered"  # in the history


class TooMuchWaits(Exception):
    """So much waits already that one more is not taken. Nothing of it is kept."""


class AnsweredAlready(Exception):
    """Somebody has answered it or put it away; links are made by one answer, once."""


class NoReach(Exception):
    """The family gave no address for this person, so there is nowhere a new link could safely go."""


@transaction.atomic
def claim(form: uuid.UUID, given: dict[str, str]) -> None:
    """Keep what they wrote, once, for every family that is here now: nobody is told whether there is such a photograph,
    nor which family it would be. The same form arriving again is one; with other words it waits again in each family.

    Raises TooMuchWaits.
    """
    if _bytes_waiting(but=form) + _bytes_of(given) > MOST_BYTES:
        raise TooMuchWaits
    row, is_new = Claim.objects.get_or_create(form=form)
    row = Claim.objects.select_for_update().get(pk=row.pk)
    if not is_new and _says(row) == given:
        return  # where it was put away, somebody has read these very words
    row.at, row.likeness = now(), likeness_of(given)
    try:
        row.write(given, key_of_month(row.at))
    except KeyGone:  # older keys were put back: that claim does not open, this one does
        row.write(given, words.new_key())
    row.save()
    ClaimClosed.objects.filter(claim=row).delete()
    note("claim.came", f"form {form}", by="person")


def is_kept(form: uuid.UUID, given: dict[str, str]) -> bool:
    """Whether these very words arrived by this form before."""
    row = Claim.objects.filter(form=form).first()
    return row is not None and _says(row) == given


def key_of_month(at: datetime) -> str:
    """The id of the key for claims of this month, in UTC: that of the last one that came in it, else a new one. A claim
    that did not open when it was copied from a family's row still has that family's key, which seals no other."""
    begun = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    of_month = Claim.objects.filter(at__gte=begun, at__lte=at).exclude(key="")
    of_place = of_month.exclude(key__in=Family.objects.values("key")).order_by("-at", "-pk")
    return of_place.values_list("key", flat=True).first() or words.new_key()


@transaction.atomic
def put_claim_away(came: Claim, families: Collection[Family], *, by: Account) -> None:
    """It waits in these families no more, nor do its near-copies, and all are kept; in others it waits on. Nobody is
    told."""
    _close(came, [family.pk for family in families])
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
    closed_at = _closed_at(came, person.family_id)
    if closed_at is not None:
        if not Line.objects.filter(act=ANSWERED, thing=answered, by=by.key, at__gte=came.at).exists():
            raise AnsweredAlready
        parts = parts.filter(pk__in=_linked(by, until=closed_at))  # not to what was asked since
    try:
        tokens = [link_anew(part, by=by, once=f"claim {came.pk.hex} {came.at.isoformat()}") for part in parts]
    except FormUsedBefore:  # ended since
        raise AnsweredAlready from None
    if closed_at is None:
        note(ANSWERED, answered, by=by)
        _close(came, [person.family_id])
    elif not tokens:
        raise AnsweredAlready
    return tokens


def _linked(by: Account, *, until: datetime) -> QuerySet[Asking, Mapping[str, object]]:
    return Asking.objects.filter(by=by, made_at__lte=until).values("part")


def _closed_at(came: Claim, family: int) -> datetime | None:
    return ClaimClosed.objects.filter(claim=came, family=family).values_list("at", flat=True).first()


def _close(came: Claim, families: Collection[int]) -> None:
    """With it go its near-copies, or the same words would wait there once more."""
    alike = Claim.objects.filter(likeness=came.likeness).values_list("pk", flat=True)
    closed = [ClaimClosed(claim_id=one, family_id=family) for one in alike for family in families]
    ClaimClosed.objects.bulk_create(closed, ignore_conflicts=True, batch_size=500)


def _bytes_waiting(*, but: uuid.UUID) -> int:
    """Of the claims that wait in every family. One that somebody has closed anywhere was read with care and leaves
    room: a family in which nobody looks, or nobody answers, closes this for no other."""
    read = Exists(ClaimClosed.objects.filter(claim=OuterRef("pk")))
    told = Claim.objects.exclude(form=but).filter(~read).aggregate(rows=Count("pk"), sealed=Sum(Length("sealed")))
    return int(told["rows"]) * BYTES_OF_ROW + int(told["sealed"] or 0)


def _bytes_of(given: dict[str, str]) -> int:
    return BYTES_OF_ROW + len(json.dumps(given, ensure_ascii=False).encode())


def _says(row: Claim) -> dict[str, str]:
    try:
        return row.read()
    except (KeyGone, Damaged):
        return {}
