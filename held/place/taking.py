"""The first person takes the place into their hands."""

from datetime import UTC, date

from django.db import transaction
from django.db.models import QuerySet

from held.accounts.models import Account, Link
from held.accounts.one_time_links import make_link
from held.accounts.sign_in_keys import has_key
from held.history.noting import note
from held.place.models import Hosting, Place


def this_place() -> Place:
    """The row of the place; an unsaved one, all empty, before the first start."""
    return Place.objects.filter(pk=1).first() or Place(pk=1)


def name_of_place() -> str:
    """What the host called the place; empty before they did."""
    return this_place().name


def begun_on() -> date:
    """The day in UTC on which the place was begun; before that, the first of 1970."""
    hosting = _hostings().first()
    return hosting.at.astimezone(UTC).date() if hosting else date(1970, 1, 1)


def is_taken() -> bool:
    """Whether somebody came in by the first link, and a host has ever made a key.

    Until then whoever came in by that link alone could be locked out by signing out: nobody can ask for a new link for
    a host. So each start prints another. Once a key was made, none is printed, also when every key was lost since.
    """
    return somebody_came_in() and any(_ever_made_a_key(hosting.account) for hosting in _hostings())


def somebody_came_in() -> bool:
    """Whether a first link was used, so that somebody may have told or written something here."""
    return Link.objects.filter(purpose=Link.Purpose.FIRST).exclude(used_at=None).exists()


@transaction.atomic
def first_link() -> str:
    """The token of the only link that the program prints; a former one that was not used stops working.

    Only while the place is not taken: call `is_taken` first.
    """
    Place.objects.get_or_create(pk=1)
    Link.objects.filter(purpose=Link.Purpose.FIRST, used_at=None).delete()
    hosting = _hostings().first()
    if hosting is None:
        hosting = Hosting.objects.create(account=Account.objects.create())
        note("place.made", "place 1", by="program")
    _link, token = make_link(hosting.account, purpose=Link.Purpose.FIRST, by="program")
    return token


def _hostings() -> QuerySet[Hosting]:
    return Hosting.objects.select_related("account").order_by("pk")


def _ever_made_a_key(account: Account) -> bool:
    return account.has_made_key or has_key(account)
