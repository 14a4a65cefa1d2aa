"""The time zone in which this place shows days and times: the setting, what the host told, or that of the machine."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from held.lib.clock import now
from held.place.models import Place
from held.place.taking import this_place


def time_zone_of(place: Place) -> str:
    """Its name in the tz database."""
    return settings.HELD_TIME_ZONE or place.time_zone or settings.TIME_ZONE


def show_times_of(place: Place) -> None:
    """The templates that this thread renders from now on show times in the time zone of the place."""
    timezone.activate(_zone(place))


def at_this_place(moment: datetime) -> datetime:
    """The same moment, in the time zone of the place."""
    return timezone.localtime(moment, _zone(this_place()))


def today() -> date:
    """The day that it is at the place."""
    return now().astimezone(_zone(this_place())).date()


def day_and_time(moment: datetime) -> str:
    """As in “3 May 2026, 09:30 CEST”."""
    return date_format(at_this_place(moment), "j F Y, H:i T")


def day_and_time_on_machine(moment: datetime) -> str:
    """The same in the time zone of the settings or of the machine: for commands where there may be no place yet."""
    return date_format(timezone.localtime(moment, timezone.get_default_timezone()), "j F Y, H:i T")


def _zone(place: Place) -> ZoneInfo:
    try:
        return ZoneInfo(time_zone_of(place))
    except ZoneInfoNotFoundError:  # a name that a former version of the tz database had
        return ZoneInfo(settings.TIME_ZONE)
