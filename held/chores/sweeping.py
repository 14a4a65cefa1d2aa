"""What is put away by itself: sign-ins and links that have ended anyway.

Both wait for the later of two clocks, so that a minute with the machine's clock ahead puts nothing away.
"""

from datetime import timedelta

from held.accounts import sessions
from held.accounts.models import Link
from held.uptime.moments import over

LONG_AGO = timedelta(days=30)


def sweep_sign_ins() -> None:
    """Take away the rows of sign-ins that have ended."""
    sessions.take_ended_away()


def sweep_links() -> None:
    """Take away links that nobody used and that ended a month ago.

    Used links stay: that the place is taken, and that somebody has come in before, is known by them.
    """
    Link.objects.filter(over(LONG_AGO, at="ends_at", uptime="ends_uptime"), used_at=None).delete()
