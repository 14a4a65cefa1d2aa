"""A person without a link asks for one; those who answer for a family read the request first."""

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
from held.consent.models import Answer, Involvement, LinksMadeAgain, LostLinkRequest, LostLinkRequestClosed
from held.consent.shown import Shown, exactly, said_by, still_as_shown
from held.families.models import Family, Person
from held.history import audit_log
from held.keyring.secret import keyed_hash
from held.keyring.text import KeyGone, new_key
from held.lib.clock import now
from held.lib.idempotency.used_forms import FormUsedBefore
from held.lib.stored_strings import HASH_OF_CLAIM_FORM

MOST_BYTES = 20_000_000  # on the disk, of requests that no family has closed yet
BYTES_OF_ROW = 500  # size of a row and its indexes without the sealed words, rounded up


class TooMuchWaits(Exception):
    """Too many requests are waiting, so this one is refused and not saved."""


class AnsweredAlready(Exception):
    """Somebody has already answered this request or put it away; only one answer makes links."""


class NotAsShown(Exception):
    """The page whose button was pressed didn't show the current words of this request. No request was closed."""


class NoReach(Exception):
    """The family gave no address for this person, so a new link can't be sent safely."""


@transaction.atomic
def save_request(form: uuid.UUID, given: dict[str, str]) -> None:
    """Save the request once, for every family of this installation.

    The sender isn't told whether such a photograph exists or which family has it. The same words by the same form are
    one request; other words by the same form are another. A saved request is never rewritten, because a family may be
    reading it.

    Raises TooMuchWaits.
    """
    if is_kept(form, given):
        return  # if it was put away, somebody has read exactly these words
    if _bytes_waiting() + _bytes_of(given) > MOST_BYTES:
        raise TooMuchWaits
    once = arrival(form, given)
    if LostLinkRequest.objects.filter(form=once).exists():  # the same request came before, but can't be opened now
        once = uuid.uuid4()
    newest = Family.objects.aggregate(newest=Max("pk"))["newest"] or 0
    row = LostLinkRequest(form=once, at=now(), likeness=likeness_of(given), newest_family=newest)
    row.key = key_of_month(row.at)
    try:
        row.write(given)
    except KeyGone:  # older keys were put back: the last request can't be opened, but this one can
        row.key = new_key()
        row.write(given)
    if _insert(row):
        audit_log.record("claim.came", f"form {form}", by="person")


def is_kept(form: uuid.UUID, given: dict[str, str]) -> bool:
    """Whether exactly these words arrived by this form before."""
    known_by = [arrival(form, given), form]  # earlier versions stored the form itself
    return any(said_by(row) == given for row in LostLinkRequest.objects.filter(form__in=known_by))


def arrival(form: uuid.UUID, given: Mapping[str, str]) -> uuid.UUID:
    """The id of a request on arrival: equal for the same form with the same words."""
    return uuid.UUID(hex=keyed_hash(settings.SECRET_KEY, HASH_OF_CLAIM_FORM, f"{form.hex}\0{exactly(given)}")[:32])


def key_of_month(at: datetime) -> str:
    """The id of the key for requests of this month (UTC): the key of the month's last request, or a new key.

    A request copied from a family's row that couldn't be opened still has that family's key, which is not used for
    others.
    """
    begun = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    of_month = LostLinkRequest.objects.filter(at__gte=begun, at__lte=at).exclude(key="")
    of_place = of_month.exclude(key__in=Family.objects.values("key")).order_by("-at", "-pk")
    return of_place.values_list("key", flat=True).first() or new_key()


@transaction.atomic
def put_request_away(
    lost_link_request: LostLinkRequest, shown: Shown, families: Collection[Family], *, by: Account
) -> None:
    """Put the request and its near-copies away in these families.

    Only requests that were on the page with the words they have now are put away. All are kept, and other families
    still see them. Nobody is notified.

    Raises NotAsShown.
    """
    read = still_as_shown(shown, alike=lost_link_request)
    if not read:
        raise NotAsShown
    _close(read, families)
    for one in read:
        audit_log.record("claim.put-away", f"claim {one.pk}", by=by)


@transaction.atomic
def links_for(lost_link_request: LostLinkRequest, person: Person, shown: Shown, *, by: Account) -> list[str]:
    """Answer a request whose writer is this person: make one new link to every question they were asked.

    The links go only to the address that the family gave. It is answered once, with those near-copies that were
    on the page with the words they have now. Pressing again returns the same links. A link made by a friend takes only
    a no until a parent makes one. The person can't look at the photograph by these links until a parent allows it.

    Raises NoReach, AnsweredAlready, NotAsShown.
    """
    if not person.reach:
        raise NoReach
    read = still_as_shown(shown, alike=lost_link_request)
    lost_link_request = LostLinkRequest.objects.select_for_update().get(pk=lost_link_request.pk)
    involvements = Involvement.objects.filter(person=person, pk__in=Answer.objects.values("involvement")).order_by(
        "at", "pk"
    )
    once = f"claim {lost_link_request.pk.hex} {lost_link_request.at.isoformat()}"
    if LostLinkRequestClosed.objects.filter(lost_link_request=lost_link_request, family=person.family).exists():
        return _made_before(lost_link_request, person, involvements, by=by, once=once)
    if lost_link_request not in read:
        raise NotAsShown
    try:
        tokens = [link_anew(involvement, by=by, once=once) for involvement in involvements[:1]]  # it has them all
    except FormUsedBefore:  # somebody has ended the link since
        raise AnsweredAlready from None
    LinksMadeAgain.objects.create(lost_link_request=lost_link_request, person=person, by=by)
    audit_log.record("claim.answered", f"claim {lost_link_request.pk.hex} person {person.pk.hex}", by=by)
    _close(read, [person.family])
    return tokens


def _made_before(
    lost_link_request: LostLinkRequest, person: Person, involvements: Iterable[Involvement], *, by: Account, once: str
) -> list[str]:
    """For a repeated press: the links made the first time, without links to questions asked since."""
    tokens = links_made(involvements, by=by, once=once)
    if (
        not tokens
        or not LinksMadeAgain.objects.filter(lost_link_request=lost_link_request, person=person, by=by).exists()
    ):
        raise AnsweredAlready
    return tokens


def _close(read: Iterable[LostLinkRequest], families: Collection[Family]) -> None:
    """Close the requests in those of the families that existed when each request came; newer families never see it."""
    closed = [
        LostLinkRequestClosed(lost_link_request=one, family=family)
        for one in read
        for family in families
        if family.pk <= one.newest_family
    ]
    LostLinkRequestClosed.objects.bulk_create(closed, ignore_conflicts=True, batch_size=500)


def _insert(row: LostLinkRequest) -> bool:
    """Save the request; returns whether it is new. Of two equal ones that arrive at once, one is saved."""
    fields = ("id", "key", "sealed", "likeness", "at", "newest_family")
    given = {field: getattr(row, field) for field in fields}
    return LostLinkRequest.objects.get_or_create(form=row.form, defaults=given)[1]


def _bytes_waiting() -> int:
    """Bytes used by requests that no family has closed.

    A request closed by any family has been read, so it no longer counts: a family in which nobody looks or answers
    doesn't use up the limit for others.
    """
    read = Exists(LostLinkRequestClosed.objects.filter(lost_link_request=OuterRef("pk")))
    waiting = LostLinkRequest.objects.filter(~read).aggregate(rows=Count("pk"), sealed=Sum(Length("sealed")))
    return int(waiting["rows"]) * BYTES_OF_ROW + int(waiting["sealed"] or 0)


def _bytes_of(given: dict[str, str]) -> int:
    return BYTES_OF_ROW + len(json.dumps(given, ensure_ascii=False).encode())
