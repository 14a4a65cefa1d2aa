"""One-time links: made, used once, taken back."""

from datetime import timedelta

from django.db import transaction

from held.accounts.models import RECOVERY_WAITS, Account, Link
from held.history import audit_log
from held.lib.idempotency.used_forms import FormUsedBefore, secret_of, use, was_used
from held.lib.stored_strings import DERIVED_ONE_TIME_LINK
from held.lib.tokens import new_token, token_hash
from held.uptime.moments import this_moment

GOOD_FOR = timedelta(days=14)
SAME_BROWSER = timedelta(minutes=15)


class CannotBeUsed(Exception):
    """The link was never made, was used, has ended, was stopped, or does not open yet."""


def make_link(account: Account, *, purpose: Link.Purpose, by: object, once: str = "") -> tuple[Link, str]:
    """A new link and its token, which is not stored. It opens for fourteen days: at once, for recovery after a day.

    `once`: the id of the form that asks for the link; see `made_before`.
    """
    token = _token_of(once, by) if once else new_token()
    starts = this_moment().after(RECOVERY_WAITS if purpose == Link.Purpose.RECOVERY else timedelta(0))
    ends = starts.after(GOOD_FOR)
    link = Link.objects.create(
        account=account,
        token_hash=token_hash(token),
        purpose=purpose,
        starts_at=starts.at,
        starts_uptime=starts.uptime,
        ends_at=ends.at,
        ends_uptime=ends.uptime,
        made_by=getattr(by, "key", None) or str(by),
    )
    audit_log.record("link.made", f"link {link.pk}", by=by)
    if once:
        use(token)
    return link, token


def made_before(once: str, *, by: Account) -> tuple[Link, str] | None:
    """The link that this form made when it arrived before.

    So pressing a button twice, or reloading the page that shows the link, neither makes a second link nor loses the
    first. Raises FormUsedBefore if that link was used, replaced or taken back since.

    Call it inside a transaction: of two arrivals at the same moment, one waits here for the other.
    """
    if not once:
        return None
    Account.objects.select_for_update().get(pk=by.pk)
    token = _token_of(once, by)
    link = Link.objects.select_related("account").filter(token_hash=token_hash(token)).first()
    if link is not None and link.used_at is None and not link.has_ended():
        return link, token
    if form_was_used(once, by=by):
        raise FormUsedBefore
    return None


def form_was_used(once: str, *, by: Account) -> bool:
    """Whether this form has made a link, whatever became of it since."""
    return was_used(_token_of(once, by))


def find_link(token: str) -> Link:
    """The link with this token; looking doesn't use it up. Raises CannotBeUsed."""
    link = Link.objects.select_related("account").filter(token_hash=token_hash(token)).first()
    if link is None or not link.can_be_used():
        raise CannotBeUsed
    return link


def find_link_to_come(token: str) -> Link:
    """A link that opens later, found by its whole token. Raises CannotBeUsed."""
    link = Link.objects.select_related("account").filter(token_hash=token_hash(token), used_at=None).first()
    if link is None or link.has_begun() or link.has_ended():
        raise CannotBeUsed
    return link


@transaction.atomic
def use_link(token: str, *, browser: str = "") -> Link:
    """Use the link up and return it; of two hurried clicks one wins. Raises CannotBeUsed.

    `browser` is a secret that only this browser holds: see `used_a_moment_ago`.
    """
    link, here = find_link(token), this_moment()
    link.used_at, link.used_uptime, link.used_from = here.at, here.uptime, token_hash(browser) if browser else ""
    used = {"used_at": link.used_at, "used_uptime": link.used_uptime, "used_from": link.used_from}
    if not Link.objects.filter(pk=link.pk, used_at=None).update(**used):
        raise CannotBeUsed
    audit_log.record("link.used", f"link {link.pk}", by=link.account)
    return link


def used_a_moment_ago(token: str, *, browser: str) -> Link:
    """A link that this same browser used within the last quarter hour. Raises CannotBeUsed.

    Its button was pressed twice, or our response was lost. Nobody else can come in by it.
    """
    if not browser:
        raise CannotBeUsed
    theirs = Link.objects.filter(used_from=token_hash(browser), token_hash=token_hash(token))
    link = theirs.select_related("account").first()
    if link is None or not link.was_used_within(SAME_BROWSER):
        raise CannotBeUsed
    return link


def came_in_by(token: str, account: Account) -> Link:
    """The link by which this account has come in before; it no longer opens. Raises CannotBeUsed."""
    used = Link.objects.select_related("account").exclude(used_at=None)
    link = used.filter(token_hash=token_hash(token), account=account).first()
    if link is None:
        raise CannotBeUsed
    return link


def have_come_in(accounts: list[Account]) -> set[int]:
    """The ids of those of the accounts that have come in by some link."""
    used = Link.objects.filter(account__in=accounts).exclude(used_at=None)
    return set(used.values_list("account_id", flat=True))


def take_link_back(link: Link, *, by: object) -> None:
    """The link doesn't open from the next request on."""
    audit_log.record("link.taken-back", f"link {link.pk}", by=by)
    link.delete()


def _token_of(once: str, by: object) -> str:
    return secret_of(once, DERIVED_ONE_TIME_LINK, getattr(by, "key", None) or str(by))
