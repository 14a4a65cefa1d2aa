"""One-time links: made, used once, taken back."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from held.accounts.models import Account, Link
from held.history.models import Line
from held.history.noting import note
from held.lib.clock import now
from held.lib.tokens import derived_token, new_token, token_hash

GOOD_FOR = timedelta(days=14)
SAME_BROWSER = timedelta(minutes=15)


class CannotBeUsed(Exception):
    """The link was never made, was used, has ended, was stopped, or does not open yet."""


class UsedAlready(Exception):
    """The link that this form made was used, replaced or taken back since; the form makes it no second time."""


def make_link(
    account: Account, *, purpose: Link.Purpose, by: object, waits: timedelta = timedelta(0), once: str = ""
) -> tuple[Link, str]:
    """A fresh link and its token, which is kept nowhere. It opens after `waits`, for fourteen days.

    `once` is what the form carried that asks for the link: see `made_before`.
    """
    token, starts = _token_of(once, by) if once else new_token(), now() + waits
    link = Link.objects.create(
        account=account,
        token_hash=token_hash(token),
        purpose=purpose,
        starts_at=starts,
        ends_at=starts + GOOD_FOR,
        made_by=getattr(by, "key", None) or str(by),
    )
    note("link.made", f"link {link.pk}", by=by)
    if once:
        note("link.form-used", _form(token), by=by)
    return link, token


def made_before(once: str, *, by: Account) -> tuple[Link, str] | None:
    """The link that this very form made when it arrived before, so that a button pressed twice, or the page that
    shows the link loaded again, neither makes a second link nor loses the first. Raises UsedAlready.

    Called inside a transaction: of two arrivals in the same moment, one waits here for the other.
    """
    if not once:
        return None
    Account.objects.select_for_update().get(pk=by.pk)
    token = _token_of(once, by)
    link = Link.objects.select_related("account").filter(token_hash=token_hash(token)).first()
    if link is not None and link.used_at is None and now() < link.ends_at:
        return link, token
    if form_was_used(once, by=by):
        raise UsedAlready
    return None


def form_was_used(once: str, *, by: Account) -> bool:
    """Whether this very form has made a link, whatever became of it since."""
    return Line.objects.filter(act="link.form-used", thing=_form(_token_of(once, by))).exists()


def find_link(token: str) -> Link:
    """The link as it stands, not yet used up by looking. Raises CannotBeUsed."""
    link = Link.objects.select_related("account").filter(token_hash=token_hash(token)).first()
    if link is None or not link.can_be_used(now()):
        raise CannotBeUsed
    return link


def find_link_to_come(token: str) -> Link:
    """A link that opens later, for whoever holds its whole secret. Raises CannotBeUsed."""
    found = Link.objects.filter(token_hash=token_hash(token), used_at=None, starts_at__gt=now())
    link = found.select_related("account").first()
    if link is None:
        raise CannotBeUsed
    return link


@transaction.atomic
def use_link(token: str, *, browser: str = "") -> Link:
    """Use the link up and hand it over; of two hurried clicks one wins. Raises CannotBeUsed.

    `browser` is a secret that only the browser in front of us holds: see `used_a_moment_ago`.
    """
    at = now()
    open_now = Link.objects.filter(token_hash=token_hash(token), used_at=None, starts_at__lte=at, ends_at__gt=at)
    if not open_now.update(used_at=at, used_from=token_hash(browser) if browser else ""):
        raise CannotBeUsed
    link = Link.objects.select_related("account").get(token_hash=token_hash(token))
    note("link.used", f"link {link.pk}", by=link.account)
    return link


def used_a_moment_ago(token: str, *, browser: str) -> Link:
    """A link that this same browser used within the last quarter hour: its button was pressed twice, or our answer
    was lost on the way. Nobody else can come in by it. Raises CannotBeUsed."""
    if not browser:
        raise CannotBeUsed
    lately = Link.objects.filter(used_from=token_hash(browser), used_at__gt=now() - SAME_BROWSER)
    link = lately.select_related("account").filter(token_hash=token_hash(token)).first()
    if link is None:
        raise CannotBeUsed
    return link


def came_in_by(token: str, account: Account) -> Link:
    """The link by which this account has come in before. It opens nothing any more. Raises CannotBeUsed."""
    used = Link.objects.select_related("account").exclude(used_at=None)
    link = used.filter(token_hash=token_hash(token), account=account).first()
    if link is None:
        raise CannotBeUsed
    return link


def have_come_in(accounts: list[Account]) -> set[int]:
    """The ids of those among the accounts who have come in by some link."""
    used = Link.objects.filter(account__in=accounts).exclude(used_at=None)
    return set(used.values_list("account_id", flat=True))


def take_link_back(link: Link, *, by: object) -> None:
    """The link opens nothing from the next request on."""
    note("link.taken-back", f"link {link.pk}", by=by)
    link.delete()


def _token_of(once: str, by: object) -> str:
    return derived_token(settings.SECRET_KEY, "link", getattr(by, "key", None) or str(by), once)


def _form(token: str) -> str:
    return f"form {token_hash(token_hash(token))}"
