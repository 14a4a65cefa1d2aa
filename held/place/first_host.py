"""Makes the first person the host."""

from datetime import UTC, date
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import BigAutoField, QuerySet

from held.accounts.models import Account, Link
from held.accounts.one_time_links import make_link
from held.accounts.sign_in_keys import has_key
from held.history import audit_log
from held.lib.compiled import Compiled
from held.place.models import Hosting, Place


def this_place() -> Place:
    """The row of this installation; an unsaved, empty one before the first start."""
    for row in PLACE.rows(1):
        return Place.from_db(DEFAULT_DB_ALIAS, list(row), list(row.values()))
    return Place(pk=1)


def name_of_place() -> str:
    """The name the host chose; empty before that."""
    return this_place().name


def begun_on() -> date:
    """The day in UTC on which the first host was created; before that, 1970-01-01."""
    hosting = _hostings().first()
    return hosting.at.astimezone(UTC).date() if hosting else date(1970, 1, 1)


def is_taken() -> bool:
    """Whether somebody came in by the first link, and a host has ever made a key.

    Until then, a person who came in only by that link could lock themselves out by signing out: nobody can request a
    new link for a host. So each start prints another. Once a key was made, none is printed, even if every key was lost
    since.
    """
    return somebody_came_in() and any(_ever_made_a_key(hosting.account) for hosting in _hostings())


def somebody_came_in() -> bool:
    """Whether a first link was used, so that somebody may have entered or written something here."""
    return Link.objects.filter(purpose=Link.Purpose.FIRST).exclude(used_at=None).exists()


@transaction.atomic
def first_link() -> str:
    """The token of the only link that the program prints; an earlier unused one stops working.

    Call `is_taken` first: only if it returns False.
    """
    Place.objects.get_or_create(pk=1)
    Link.objects.filter(purpose=Link.Purpose.FIRST, used_at=None).delete()
    hosting = _hostings().first()
    if hosting is None:
        hosting = Hosting.objects.create(account=Account.objects.create())
        audit_log.record("place.made", "place 1", by="program")
    _link, token = make_link(hosting.account, purpose=Link.Purpose.FIRST, by="program")
    return token


def _hostings() -> QuerySet[Hosting]:
    return Hosting.objects.select_related("account").order_by("pk")


def _ever_made_a_key(account: Account) -> bool:
    return account.has_made_key or has_key(account)


def _place(pk: int) -> QuerySet[Place, Any]:
    return Place.objects.filter(pk=pk).values()


PLACE = Compiled(_place, BigAutoField())
