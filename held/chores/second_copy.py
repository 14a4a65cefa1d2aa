"""The automatic backup, at least once a day; its keys as soon as some were destroyed, or a refusal was given."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from held.keeping.backup import BeingCopied, back_up, renew_keys
from held.place.first_host import this_place
from held.uptime.lately import lately

FRESH = timedelta(hours=20)  # the host is warned about a copy that is a day old


def make_second_copy() -> None:
    """Back up into the folder that the host named, if it has no fresh copy.

    If a folder had a copy before and is empty now, its disk is not connected: no copy is made there. If keys were
    destroyed or a refusal was given since, the keys are copied at once, not on the next day.
    """
    place = this_place()
    if not place.second_copy and place.backed_up_to:
        with suppress(BeingCopied):  # the host copied into it by hand: update its keys all the same
            renew_keys(Path(place.backed_up_to))
    if place.second_copy:
        folder = Path(place.second_copy).expanduser().absolute()
        known = place.backed_up_to == str(folder)
        made = place.last_copy()
        fresh = known and made is not None and lately(made, FRESH)
        with suppress(BeingCopied):  # by the host: that copy is enough
            if fresh:
                renew_keys(folder)
            else:
                back_up(folder, known=known)
