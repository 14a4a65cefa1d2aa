"""Deletes older copies: keeps every copy of the last N days, then the first of each month."""

from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

from held.keeping.copies import Manifest, NotACopy, delete_copy, read_manifest, sha256_of, whole_copies
from held.uptime.clock_agreement import agrees
from held.uptime.moments import Moment, wait_is_over


def thin(folder: Path, all_within: timedelta) -> list[str]:
    """Delete copies older than `all_within`, except the first of each month (UTC); returns the deleted names.

    Three kinds stay: the newest, each with an unreadable manifest, and the next in a month whose first has damaged
    words. A copy is old only when both clocks say so (`held.uptime`); while the date is in doubt nothing is deleted.
    Raises OSError.
    """
    if not agrees():
        return []
    whole = cache(_is_whole)  # each is read once, however many are deleted
    months: dict[str, Path] = {}
    gone = []
    there = [copy for copy in whole_copies(folder) if not copy.is_symlink()]  # a symlink is the host's own
    for copy, after in pairwise(there):
        with suppress(NotACopy):
            manifest = read_manifest(copy)
            month = manifest.at[:7]
            if month in months and is_old(manifest, all_within):
                if whole(months[month]):
                    delete_copy(copy)
                    gone.append(copy.name)
                    continue
                del months[month]
            if not _is_ahead(manifest, after):
                months.setdefault(month, copy)
    return gone


def _is_whole(copy: Path) -> bool:
    """Whether its words are those that were copied. Reads every byte, so call it before deleting another copy."""
    try:
        manifest = read_manifest(copy)
        return sha256_of(copy / manifest.words) == manifest.sha256
    except (OSError, NotACopy):
        return False


def _is_ahead(manifest: Manifest, after: Path) -> bool:
    """Whether its date is later than that of the next copy: the machine's clock was ahead, so its month is unknown."""
    try:
        return datetime.fromisoformat(manifest.at) > datetime.fromisoformat(read_manifest(after).at)
    except NotACopy:
        return False


def is_old(manifest: Manifest, all_within: timedelta) -> bool:
    """Whether certainly this much time has passed since the copy was made."""
    return wait_is_over(Moment(datetime.fromisoformat(manifest.at), manifest.uptime), all_within)
