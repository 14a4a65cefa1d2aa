"""The age of the wheels that open photographs: their libraries read files from strangers, and faults are found in them.

Wheels have no date. `make lock` takes the newest and writes the day into the first line of requirements/run.txt, so
this requires no network.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from held.lib.clock import now

PINNED = Path(__file__).resolve().parent.parent.parent / "requirements" / "run.txt"
OF = ("pillow-heif", "pyvips-binary")  # libheif and libde265; libvips, libaom, mozjpeg and libpng
FRESH = timedelta(days=90)
OLD = (
    "The libraries that open photographs haven’t been updated for more than 90 days, so known faults may not be fixed. "
    "Please install the newest held."
)
OF_UNKNOWN_AGE = "held can’t tell how old the libraries that open photographs are. Please install the newest held."


@cache
def day_of_newest() -> datetime | None:
    """The start (UTC) of the day the wheels were pinned; None when the file does not say."""
    try:
        with PINNED.open(encoding="ascii") as file:
            found = re.search(r"newest of (\d{4}-\d\d-\d\d)", file.readline())
        return datetime.fromisoformat(found[1]).replace(tzinfo=UTC) if found else None
    except (OSError, ValueError):
        return None


def are_old() -> bool:
    """Whether nobody has looked for newer wheels for 90 days, by this machine's clock; True if no day is known."""
    day = day_of_newest()
    return day is None or now() - day >= FRESH + timedelta(days=1)
