"""The second copy, made by itself at least once a day."""

from datetime import timedelta
from pathlib import Path

from held.keeping.backup import back_up
from held.lib.clock import now
from held.place.taking import this_place

FRESH = timedelta(hours=20)  # a copy that is a day old is one the host is told about


def make_second_copy() -> None:
    """Back up into the folder that the host named, if one was named and no fresh copy is there.

    A folder into which a copy was made before, and which is empty now, is a disk that is not connected: nothing is
    made there.
    """
    place = this_place()
    if not place.second_copy:
        return
    folder = Path(place.second_copy).expanduser().absolute()
    known = place.backed_up_to == str(folder)
    if known and place.backed_up_at is not None and now() - place.backed_up_at < FRESH:
        return
    back_up(folder, known=known)
