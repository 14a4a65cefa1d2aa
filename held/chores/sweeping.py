"""What is put away by itself: sign-ins and links that have ended anyway."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from held.accounts.models import Link
from held.lib.clock import now

LONG_AGO = timedelta(days=30)


def sweep_sign_ins() -> None:
    """Take away the rows of sign-ins that have ended."""
    Session.objects.filter(expire_date__lt=now()).delete()


def sweep_links() -> None:
    """Take away links that nobody used and that ended a month ago.

    Used links stay: that the place is taken, and that somebody has come in before, is known by them.
    """
    Link.objects.filter(used_at=None, ends_at__lt=now() - LONG_AGO).delete()
