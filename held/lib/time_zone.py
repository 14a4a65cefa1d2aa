"""Time zones by their names in the tz database, such as `Europe/Berlin`."""

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfoNotFoundError, available_timezones

import tzlocal

from held.lib.environment import WrongSetting

UTC_NAME = "UTC"
# From `backward` in the tz database: its other names for UTC.
OTHER_NAMES_OF_UTC = {"Etc/UCT", "Etc/UTC", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"}


def read_time_zone(given: str) -> str:
    """The name of this time zone; "" when none was given. Raises WrongSetting."""
    if not given or given in available_timezones():
        return given
    raise WrongSetting(
        f"HELD_TIME_ZONE is “{given}”. It needs a name from the list of time zones, such as Europe/Berlin; "
        "“timedatectl list-timezones” prints them all."
    )


def machines_time_zone() -> str:
    """This machine's time zone; UTC when none is set."""
    try:
        name = tzlocal.get_localzone_name() or UTC_NAME
    except (ZoneInfoNotFoundError, ValueError, OSError):  # two files name different zones, or an unknown zone
        return UTC_NAME
    return name if name in available_timezones() - OTHER_NAMES_OF_UTC else UTC_NAME


@cache
def time_zones_by_region() -> dict[str, list[str]]:
    """The names to choose from, by region; one for each location on the map, without outdated names.

    From `zone.tab` of the tz database: lines of country, coordinates, name and, sometimes, a comment.
    """
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    names = sorted(line.split("\t")[2].strip() for line in table.splitlines() if line and not line.startswith("#"))
    regions: dict[str, list[str]] = {}
    for name in names:
        regions.setdefault(name.partition("/")[0], []).append(name)
    return regions
