"""One-time links: made, used once, taken back."""

from datetime import timedelta

from django.db import transaction

from held.accounts.models import Account, Link
from held.history.noting import note
from held.lib.clock import now
from held.lib.tokens import new_token, token_hash

GOOD_FOR = timedelta(days=14)


class CannotBeUsed(Exception):
    """The link was never made, was used, has ended, was stopped, or does not open yet."""


def make_link(
    account: Account, *, purpose: Link.Purpose, by: object, waits: timedelta = timedelta(0)
) -> tuple[Link, str]:
    """A fresh link and its token, which is kept nowhere. It opens after `waits`, for fourteen days."""
    token, starts = new_token(), now() + waits
    link = Link.objects.create(
        account=account,
        token_hash=token_hash(token),
        purpose=purpose,
        starts_at=starts,
        ends_at=starts + GOOD_FOR,
        made_by=getattr(by, "key", None) or str(by),
    )
    note("link.made", f"link {link.pk}", by=by)
    return link, token


def find_link(token: str) -> Link:
    """The link as it stands, not yet used up by looking. Raises CannotBeUsed."""
    link = Link.objects.select_related("account").filter(token_hash=token_hash(token)).first()
    if link is None or not link.can_be_used(now()):
        raise CannotBeUsed
    return link


@transaction.atomic
def use_link(token: str) -> Link:
    """Use the link up and hand it over; of two hurried clicks one wins. Raises CannotBeUsed."""
    at = now()
    used = Link.objects.filter(token_hash=token_hash(token), used_at=None, starts_at__lte=at, ends_at__gt=at).update(
        used_at=at
    )
    if not used:
        raise CannotBeUsed
    link = Link.objects.select_related("account").get(token_hash=token_hash(token))
    note("link.used", f"link {link.pk}", by=link.account)
    return link


def take_link_back(link: Link, *, by: object) -> None:
    """The link opens nothing from the next request on."""
    note("link.taken-back", f"link {link.pk}", by=by)
    link.delete()
