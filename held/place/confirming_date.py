"""While the machine's clock and the uptime differ, a host looks at the date and says whether it is right."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from held.accounts.models import Account
from held.history.noting import note
from held.place.time_zone import at_this_place, day_and_time, today
from held.uptime.agreeing import agree, agrees, difference
from held.uptime.moments import this_moment

SET_CLOCK = "sudo timedatectl set-ntp true"  # timedatectl(1); Debian 12 brings it
A_YEAR = timedelta(days=366)


class IsFarAway(Exception):
    """The date is more than a year away from the one that the place expects. It counts when a host says it twice."""


@dataclass(frozen=True)
class DateInDoubt:
    """What the machine's clock shows, and how much further it went than the place has been open; less than nothing when
    it was set back."""

    shown: datetime
    ahead: timedelta

    @property
    def day(self) -> str:
        """The date alone, as people write it."""
        return date_format(self.shown, "j F Y")

    @property
    def large(self) -> str:
        """The date with its weekday: a wrong year or month rarely has the right one."""
        return date_format(self.shown, "l, j F Y")

    @property
    def expected(self) -> str:
        """Which day it would be if the place had never been switched off, and its clock never set."""
        return date_format(self.shown - self.ahead, "j F Y")

    @property
    def is_far_away(self) -> bool:
        """Whether the date is more than a year away from the expected one."""
        return abs(self.ahead) > A_YEAR

    @property
    def worry(self) -> str:
        """What is amiss, in words for the host."""
        told = {"shown": day_and_time(self.shown), "days": abs(round(self.ahead / timedelta(days=1)))}
        if self.ahead > timedelta(0):
            return (
                _(
                    "The clock of this computer shows %(shown)s. The date moved about %(days)s days more than held was "
                    "running. Either it was switched off for a while, or someone changed the clock."
                )
                % told
            )
        return _("The clock of this computer shows %(shown)s. It was set back by about %(days)s days.") % told

    @property
    def meanwhile(self) -> str:
        """What waits until the host has answered."""
        return _("Nothing is removed for good by itself until the date is right, or you’ve said it is.")

    @property
    def answer(self) -> str:
        """The words of the button."""
        return _("Yes, today is %(day)s") % {"day": self.day}

    @property
    def set_clock(self) -> str:
        """The command that lets the computer set its clock by itself."""
        return SET_CLOCK


def date_in_doubt() -> DateInDoubt | None:
    """What to ask the host; None while the date can be trusted."""
    return None if agrees() else DateInDoubt(at_this_place(this_moment().at), difference())


@transaction.atomic
def confirm_date(day: str, *, by: Account, sure: bool = False) -> bool:
    """A host says that today is this day (ISO 8601, as the page showed it). False when the clock shows another day by
    now: then nothing changes, and the host is asked again. Pressed twice, it is noted once.

    `sure`: they said the same day before, and were told which day the place expects. Raises IsFarAway.
    """
    if day != today().isoformat():
        return False
    doubt = date_in_doubt()
    if doubt:
        if doubt.is_far_away and not sure:
            raise IsFarAway
        agree()
        note("place.date-confirmed", "place 1", by=by)
    return True
