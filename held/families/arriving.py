"""Somebody comes in by a one-time link."""

from django.db import transaction

from held.accounts.models import Link
from held.accounts.one_time_links import CannotBeUsed, use_link, used_a_moment_ago
from held.families.recovery import begin_anew


@transaction.atomic
def arrive(token: str, *, browser: str) -> Link:
    """Use the link up and return it. A recovery link ends the lost keys at the same moment.

    The same browser may come again for a quarter of an hour, so that a lost response locks nobody out. Raises
    CannotBeUsed.
    """
    try:
        link = use_link(token, browser=browser)
    except CannotBeUsed:
        return used_a_moment_ago(token, browser=browser)
    if link.purpose == Link.Purpose.RECOVERY:
        begin_anew(link)
        link.account.refresh_from_db()
    return link
