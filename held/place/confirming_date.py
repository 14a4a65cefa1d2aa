"""While the machine's clock and the uptime differ, a host looks at the date and says whether it is right."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from held.accounts.models import Account
from held.history.noting import note
from held.uptime.agreeing import agree, agrees, difference
from held.uptime.moments import this_moment

SET_CLOCK = "sudo timedatectl set-ntp true"  # timedatectl(1); Debian 12 brings it


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
    def worry(self) -> str:
        """What is amiss, in words for the host."""
        told = {"shown": date_format(self.shown, "j F Y, H:i"), "days": abs(round(self.ahead / timedelta(days=1)))}
        if self.ahead > timedelta(0):
            return (
                _(
                    "The clock of this computer shows %(shown)s UTC (your local date may differ by one day). The date "
                    "moved about %(days)s days more than held was running. Either it was switched off for a while, or "
                    "someone changed the clock."
                )
                % told
            )
        return (
            _(
                "The clock of this computer shows %(shown)s UTC (your local date may differ by one day). It was set "
                "back by about %(days)s days."
            )
            % told
        )

    @property
    def meanwhile(self) -> str:
        """What waits until the host has answered."""
        return _("Until you say that the date is right, no photograph is destroyed by itself.")

    @property
    def answer(self) -> str:
        """The words of the button."""
        return _("Yes, today is %(day)s in UTC") % {"day": self.day}

    @property
    def set_clock(self) -> str:
        """The command that lets the computer set its clock by itself."""
        return SET_CLOCK


def date_in_doubt() -> DateInDoubt | None:
    """What to ask the host; None while the date can be trusted."""
    return None if agrees() else DateInDoubt(this_moment().at, difference())


@transaction.atomic
def confirm_date(day: str, *, by: Account) -> bool:
    """A host says that today is this day (ISO 8601, as the page showed it). False when the clock shows another day by
    now: then nothing changes, and the host is asked again. Pressed twice, it is noted once."""
    if day != this_moment().at.date().isoformat():
        return False
    if not agrees():
        agree()
        note("place.date-confirmed", "place 1", by=by)
    return True
