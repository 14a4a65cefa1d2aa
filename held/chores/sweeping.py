"""Deletes sign-ins and links that have already ended.

Both wait for the later of two clocks, so that a clock that is ahead for a minute deletes nothing.
"""

from datetime import timedelta

from held.accounts import sessions
from held.accounts.models import Link
from held.uptime.moments import over

LONG_AGO = timedelta(days=30)


def sweep_sign_ins() -> None:
    """Delete the rows of sign-ins that have ended."""
    sessions.take_ended_away()


def sweep_links() -> None:
    """Delete links that nobody used and that ended a month ago.

    Used links stay: they show that this installation has a host, and that somebody has signed in before.
    """
    Link.objects.filter(over(LONG_AGO, at="ends_at", uptime="ends_uptime"), used_at=None).delete()
