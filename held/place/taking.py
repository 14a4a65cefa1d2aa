"""The first person takes the place into their hands."""

from django.db import transaction

from held.accounts.links import make_link
from held.accounts.models import Account, Link
from held.history.noting import note
from held.place.models import Hosting, Place


def this_place() -> Place:
    """The row of the place; an unsaved one, all empty, before the first start."""
    return Place.objects.filter(pk=1).first() or Place(pk=1)


def is_taken() -> bool:
    """Whether somebody came in by the first link."""
    return Link.objects.filter(purpose=Link.Purpose.FIRST).exclude(used_at=None).exists()


@transaction.atomic
def first_link() -> str:
    """The token of the one link that the program ever prints; a former one that was not used stops working.

    Only while the place is not taken: call `is_taken` first.
    """
    Place.objects.get_or_create(pk=1)
    Link.objects.filter(purpose=Link.Purpose.FIRST, used_at=None).delete()
    hosting = Hosting.objects.select_related("account").first()
    if hosting is None:
        hosting = Hosting.objects.create(account=Account.objects.create())
        note("place.made", "place 1", by="program")
    _link, token = make_link(hosting.account, purpose=Link.Purpose.FIRST, by="program")
    return token
