"""Older copies make room: keep every copy of the last N days, then the first of each month."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from held.keeping.copies import Manifest, NotACopy, read_manifest, take_away, whole_copies
from held.uptime.agreeing import agrees
from held.uptime.moments import Moment, wait_is_over


def thin(folder: Path, all_within: timedelta) -> list[str]:
    """Take away what is older than `all_within` and not the first of its month (UTC); the names of what went.

    The newest stays, and so does each whose manifest cannot be read. A copy is as old as the later of both clocks says
    (`held.uptime`); while the date is in doubt nothing is taken away. Raises OSError.
    """
    if not agrees():
        return []
    months: set[str] = set()
    gone = []
    for copy in whole_copies(folder)[:-1]:
        with suppress(NotACopy):
            manifest = read_manifest(copy)
            month = manifest.at[:7]
            if month in months and is_old(manifest, all_within):
                take_away(copy)
                gone.append(copy.name)
            months.add(month)
    return gone


def is_old(manifest: Manifest, all_within: timedelta) -> bool:
    """Whether so much time has passed since the copy was made, for certain."""
    return wait_is_over(Moment(datetime.fromisoformat(manifest.at), manifest.uptime), all_within)
