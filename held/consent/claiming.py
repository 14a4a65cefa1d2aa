"""Somebody says that they are in a photograph here, and have no link. Whoever answers for a family reads it first."""

import json
import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Sum
from django.db.models.functions import Length

from held.accounts.models import Account
from held.consent.consent_links import link_anew, links_made
from held.consent.likeness import likeness_of
from held.consent.models import Answer, Claim, ClaimClosed, LinksMadeAgain, Part
from held.consent.shown import Shown, exactly, said_by, still_as_shown
from held.families.models import Family, Person
from held.history.noting import note
from held.keyring import words
from held.keyring.secret import keyed_hash
from held.keyring.words import KeyGone
from held.lib.clock import now
from held.lib.idempotency.used_forms import FormUsedBefore
from held.lib.stored_strings import HASH_OF_CLAIM_FORM

MOST_BYTES = 20_000_000  # on the disk, of claims that no family has closed yet
BYTES_OF_ROW = 500  # what a row and its indexes take beside the sealed words, rounded up


class TooMuchWaits(Exception):
    """So much waits already that one more is not taken. Nothing of it is kept."""


class AnsweredAlready(Exception):
    """Somebody has answered it or put it away; links are made by one answer, once."""


class NotAsShown(Exception):
    """The page on which the button was pressed did not show these words as they are now. Nothing was closed."""


class NoReach(Exception):
    """The family gave no address for this person, so there is nowhere a new link could safely go."""


@transaction.atomic
def claim(form: uuid.UUID, given: dict[str, str]) -> None:
    """Keep what they wrote, once, for every family that is here now: nobody is told whether there is such a photograph,
    nor which family it would be. The same words by the same form are one claim; other words by it are another claim. A
    claim that was kept is never rewritten, because a family may be reading it.

    Raises TooMuchWaits.
    """
    if is_kept(form, given):
        return  # where it was put away, somebody has read these very words
    if _bytes_waiting() + _bytes_of(given) > MOST_BYTES:
        raise TooMuchWaits
    once = arrival(form, given)
    if Claim.objects.filter(form=once).exists():  # it came before and does not open now
        once = uuid.uuid4()
    newest = Family.objects.aggregate(newest=Max("pk"))["newest"] or 0
    row = Claim(form=once, at=now(), likeness=likeness_of(given), newest_family=newest)
    row.key = key_of_month(row.at)
    try:
        row.write(given)
    except KeyGone:  # older keys were put back: the last claim does not open, this one does
        row.key = words.new_key()
        row.write(given)
    if _insert(row):
        note("claim.came", f"form {form}", by="person")


def is_kept(form: uuid.UUID, given: dict[str, str]) -> bool:
    """Whether these very words arrived by this form before."""
    known_by = [arrival(form, given), form]  # rows of versions before this are known by the form itself
    return any(said_by(row) == given for row in Claim.objects.filter(form__in=known_by))


def arrival(form: uuid.UUID, given: Mapping[str, str]) -> uuid.UUID:
    """By what a claim is known when it arrives again: the same for the same form with the same words."""
    return uuid.UUID(hex=keyed_hash(settings.SECRET_KEY, HASH_OF_CLAIM_FORM, f"{form.hex}\0{exactly(given)}")[:32])


def key_of_month(at: datetime) -> str:
    """The id of the key for claims of this month, in UTC: that of the last one that came in it, else a new one. A claim
    that did not open when it was copied from a family's row still has that family's key, which seals no other."""
    begun = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    of_month = Claim.objects.filter(at__gte=begun, at__lte=at).exclude(key="")
    of_place = of_month.exclude(key__in=Family.objects.values("key")).order_by("-at", "-pk")
    return of_place.values_list("key", flat=True).first() or words.new_key()


@transaction.atomic
def put_claim_away(came: Claim, shown: Shown, families: Collection[Family], *, by: Account) -> None:
    """The claim and its near-copies wait in these families no more, as far as they were on the page and say the same
    now; all are kept. In other families they wait on. Nobody is told.

    Raises NotAsShown.
    """
    read = still_as_shown(shown, alike=came)
    if not read:
        raise NotAsShown
    _close(read, families)
    for one in read:
        note("claim.put-away", f"claim {one.pk}", by=by)


@transaction.atomic
def links_for(came: Claim, person: Person, shown: Shown, *, by: Account) -> list[str]:
    """Whoever wrote this is that person: a new link to each question they were asked, to go to the address that the
    family gave, and to no other. It is answered by this, once, with its near-copies as far as they were on the page and
    say the same now. Pressed again, the same links come back. By a link that a friend makes they can only say no, until
    a parent makes one. No looking begins by it.

    Raises NoReach, AnsweredAlready, NotAsShown.
    """
    if not person.reach:
        raise NoReach
    read = still_as_shown(shown, alike=came)
    came = Claim.objects.select_for_update().get(pk=came.pk)
    parts = Part.objects.filter(person=person, pk__in=Answer.objects.values("part")).order_by("at", "pk")
    once = f"claim {came.pk.hex} {came.at.isoformat()}"
    if ClaimClosed.objects.filter(claim=came, family=person.family).exists():
        return _made_before(came, person, parts, by=by, once=once)
    if came not in read:
        raise NotAsShown
    try:
        tokens = [link_anew(part, by=by, once=once) for part in parts]
    except FormUsedBefore:  # ended since
        raise AnsweredAlready from None
    LinksMadeAgain.objects.create(claim=came, person=person, by=by)
    note("claim.answered", f"claim {came.pk.hex} person {person.pk.hex}", by=by)
    _close(read, [person.family])
    return tokens


def _made_before(came: Claim, person: Person, parts: Iterable[Part], *, by: Account, once: str) -> list[str]:
    """Pressed again: the links that were made then, and none to what was asked since."""
    tokens = links_made(parts, by=by, once=once)
    if not tokens or not LinksMadeAgain.objects.filter(claim=came, person=person, by=by).exists():
        raise AnsweredAlready
    return tokens


def _close(read: Iterable[Claim], families: Collection[Family]) -> None:
    """In the families that were here when it came: the others never see it."""
    closed = [
        ClaimClosed(claim=one, family=family) for one in read for family in families if family.pk <= one.newest_family
    ]
    ClaimClosed.objects.bulk_create(closed, ignore_conflicts=True, batch_size=500)


def _insert(row: Claim) -> bool:
    """Whether it is new. Of two that arrive in one moment, one is kept."""
    fields = ("id", "key", "sealed", "likeness", "at", "newest_family")
    given = {field: getattr(row, field) for field in fields}
    return Claim.objects.get_or_create(form=row.form, defaults=given)[1]


def _bytes_waiting() -> int:
    """Of the claims that wait in every family. One that somebody has closed anywhere was read with care and leaves
    room: a family in which nobody looks, or nobody answers, closes this for no other."""
    read = Exists(ClaimClosed.objects.filter(claim=OuterRef("pk")))
    told = Claim.objects.filter(~read).aggregate(rows=Count("pk"), sealed=Sum(Length("sealed")))
    return int(told["rows"]) * BYTES_OF_ROW + int(told["sealed"] or 0)


def _bytes_of(given: dict[str, str]) -> int:
    return BYTES_OF_ROW + len(json.dumps(given, ensure_ascii=False).encode())
