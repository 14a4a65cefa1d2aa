"""The time zone for days and times: the setting, the host's choice, or the machine's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from held.lib.clock import now
from held.place.first_host import this_place
from held.place.models import Place


def time_zone_of(place: Place) -> str:
    """Its name in the tz database."""
    return settings.HELD_TIME_ZONE or place.time_zone or settings.TIME_ZONE


def show_times_of(place: Place) -> None:
    """Make templates rendered by this thread use this installation's time zone."""
    timezone.activate(_zone(place))


def at_this_place(moment: datetime) -> datetime:
    """The same moment, in this installation's time zone."""
    return timezone.localtime(moment, _zone(this_place()))


def today() -> date:
    """Today's date in this installation's time zone."""
    return now().astimezone(_zone(this_place())).date()


def day_and_time(moment: datetime) -> str:
    """Such as “3 May 2026, 09:30 CEST”."""
    return date_format(at_this_place(moment), "j F Y, H:i T")


def day_and_time_on_machine(moment: datetime) -> str:
    """The same in the time zone of the settings or the machine: for commands that may run before setup."""
    return date_format(timezone.localtime(moment, timezone.get_default_timezone()), "j F Y, H:i T")


def _zone(place: Place) -> ZoneInfo:
    try:
        return ZoneInfo(time_zone_of(place))
    except ZoneInfoNotFoundError:  # a name from an earlier version of the tz database
        return ZoneInfo(settings.TIME_ZONE)
