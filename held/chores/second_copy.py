"""The second copy, made by itself at least once a day; its keys as soon as some were destroyed, or a no was said."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from held.keeping.backup import BeingCopied, back_up, renew_keys
from held.place.taking import this_place
from held.uptime.lately import lately

FRESH = timedelta(hours=20)  # a copy that is a day old is one the host is told about


def make_second_copy() -> None:
    """Back up into the folder that the host named, if one was named and no fresh copy is there.

    A folder into which a copy was made before, and which is empty now, is a disk that is not connected: nothing is
    made there. Where keys were destroyed or a no was said since, the copy of the keys does not wait for the next day.
    """
    place = this_place()
    if not place.second_copy and place.backed_up_to:
        with suppress(BeingCopied):  # a folder into which the host copied by hand: its keys follow all the same
            renew_keys(Path(place.backed_up_to))
    if place.second_copy:
        folder = Path(place.second_copy).expanduser().absolute()
        known = place.backed_up_to == str(folder)
        made = place.last_copy()
        fresh = known and made is not None and lately(made, FRESH)
        with suppress(BeingCopied):  # by the host’s own hand: that one will do
            if fresh:
                renew_keys(folder)
            else:
                back_up(folder, known=known)
