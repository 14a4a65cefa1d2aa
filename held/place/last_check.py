"""What the last regular check found, and how much of the disk this installation uses."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypedDict

from django.conf import settings

from held.lib.clock import now
from held.place.models import LastCheck


class Told(TypedDict):
    """A check by its name; each finding is the problem and its remedy."""

    name: str
    findings: list[list[str]]


@dataclass(frozen=True)
class Finding:
    """A problem, and its remedy."""

    wrong: str
    remedy: str


@dataclass(frozen=True)
class Health:
    """What the host's desk tells of the disk and the last check. Before the first check, `at` and `used` are None."""

    free: int  # bytes
    size: int  # bytes
    used: int | None  # bytes
    at: datetime | None
    fine: list[str]
    findings: list[Finding]


def store_check(told: list[Told], *, used_bytes: int) -> None:
    """Store it in place of the check before."""
    LastCheck.objects.update_or_create(pk=1, defaults={"at": now(), "told": told, "used_bytes": used_bytes})


def health() -> Health:
    """The disk as it is now, and the last check; one statement."""
    disk = shutil.disk_usage(settings.HELD_DATA)
    last = LastCheck.objects.filter(pk=1).first()
    if last is None:
        return Health(disk.free, disk.total, None, None, [], [])
    told: list[Told] = last.told
    fine = [one["name"] for one in told if not one["findings"]]
    findings = [Finding(wrong, remedy) for one in told for wrong, remedy in one["findings"]]
    return Health(disk.free, disk.total, last.used_bytes, last.at, fine, findings)


def size_of_place() -> int:
    """The bytes that all files of the data folder take on the disk. Reads each folder once."""
    return sum(_sizes(settings.HELD_DATA))


def _sizes(folder: Path) -> Iterator[int]:
    for where, _folders, files in os.walk(folder):
        for name in files:
            try:
                yield os.lstat(os.path.join(where, name)).st_blocks * 512  # noqa: PTH118  # one string a file
            except FileNotFoundError:  # taken away meanwhile
                continue
