"""While the machine's clock and the uptime differ, a host checks the date and says whether it is right."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from held.accounts.models import Account
from held.history import audit_log
from held.place.time_zone import at_this_place, day_and_time, today
from held.uptime.clock_agreement import agree, agrees, difference
from held.uptime.moments import this_moment

SET_CLOCK = "sudo timedatectl set-ntp true"  # timedatectl(1); Debian 12 includes it
A_YEAR = timedelta(days=366)


class IsFarAway(Exception):
    """The date is more than a year from the expected one. It counts when a host confirms it twice."""


@dataclass(frozen=True)
class DateInDoubt:
    """The machine's date, and how much further it moved than the uptime; negative when it was set back."""

    shown: datetime
    ahead: timedelta

    @property
    def day(self) -> str:
        """Only the date, as people write it."""
        return date_format(self.shown, "j F Y")

    @property
    def large(self) -> str:
        """The date with its weekday: a date with a wrong year or month rarely has the right weekday."""
        return date_format(self.shown, "l, j F Y")

    @property
    def expected(self) -> str:
        """The date it would be if held had never been switched off, and its clock never set."""
        return date_format(self.shown - self.ahead, "j F Y")

    @property
    def is_far_away(self) -> bool:
        """Whether the date is more than a year from the expected one."""
        return abs(self.ahead) > A_YEAR

    @property
    def worry(self) -> str:
        """The problem, in words for the host."""
        days = abs(round(self.ahead / timedelta(days=1)))
        context = {"shown": day_and_time(self.shown), "days": ngettext("%(n)s day", "%(n)s days", days) % {"n": days}}
        if self.ahead > timedelta(0):
            return (
                _(
                    "This computer’s clock shows %(shown)s. The date moved about %(days)s more than held was "
                    "running. Either it was switched off for a while, or someone changed the clock."
                )
                % context
            )
        return _("This computer’s clock shows %(shown)s. It was set back by about %(days)s.") % context

    @property
    def meanwhile(self) -> str:
        """What waits until the host answers."""
        return _("Nothing is removed for good by itself until the date is right, or you’ve said it is.")

    @property
    def answer(self) -> str:
        """The button's label."""
        return _("Yes, today is %(day)s") % {"day": self.day}

    @property
    def set_clock(self) -> str:
        """The command that makes the computer set its clock automatically."""
        return SET_CLOCK


def date_in_doubt() -> DateInDoubt | None:
    """What to ask the host; None while the date can be trusted."""
    return None if agrees() else DateInDoubt(at_this_place(this_moment().at), difference())


@transaction.atomic
def confirm_date(day: str, *, by: Account, sure: bool = False) -> bool:
    """Record that a host said today is this day (ISO 8601, as the page showed it). If the clock now shows another day,
    return False and change nothing: the host is asked again. Pressed twice, it is recorded once.

    `sure`: the host said the same day before, and was told which day is expected. Raises IsFarAway.
    """
    if day != today().isoformat():
        return False
    doubt = date_in_doubt()
    if doubt:
        if doubt.is_far_away and not sure:
            raise IsFarAway
        agree()
        audit_log.record("place.date-confirmed", "place 1", by=by)
    return True
