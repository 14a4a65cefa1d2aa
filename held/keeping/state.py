"""Reports problems with the backup, in words for the host."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from held.keeping.fit_folder import UnfitFolder, refuse_unfit
from held.place.first_host import this_place
from held.place.models import Place
from held.place.time_zone import day_and_time
from held.uptime.lately import age, is_to_come, lately

OLD = timedelta(days=1)


def copy_worries() -> list[str]:
    """A sentence for each problem with the backup, each with a remedy; empty when there is none."""
    place = this_place()
    if unfit := _why_none_is_made(place):
        return [unfit, *(_about_the_last(place, place.backed_up_at) if place.backed_up_at else [])]
    if place.backed_up_at is None and place.second_copy:
        return [
            _(
                "The first backup into %(folder)s comes within a few minutes while the place is open. If this "
                "message stays, check that its disk is connected."
            )
            % {"folder": place.second_copy}
        ]
    if place.backed_up_at is None:
        return [
            _(
                "There is no backup yet. If this disk fails, everything here is lost. Name a folder on another "
                "disk, or run “bin/held backup FOLDER”."
            )
        ]
    return _about_the_last(place, place.backed_up_at)


def _why_none_is_made(place: Place) -> str:
    """Why no copy can be made in the named folder, if none was made there within a day; else ""."""
    made = place.last_copy()
    if not place.second_copy or (made is not None and lately(made, OLD)):
        return ""
    try:
        refuse_unfit(Path(place.second_copy).expanduser().absolute())
    except UnfitFolder as reason:
        return _("No backup is being made. %(reason)s") % {"reason": reason}
    except OSError:  # a full disk is reported elsewhere
        return ""
    return ""


def newest_copy_age() -> int | None:
    """Seconds since the last backup was made; None if there is none, or its date is in the future."""
    made = this_place().last_copy()
    return None if made is None or is_to_come(made.at) else int(age(made).total_seconds())


def _about_the_last(place: Place, at: datetime) -> list[str]:
    made = place.last_copy()
    fresh = made is not None and lately(made, OLD) and not is_to_come(at)
    if not place.second_copy and (not fresh or place.restored_since_copy):
        return [_none_by_themselves(at)]
    worries = []
    if is_to_come(at):
        worries.append(_dated_in_the_future(at))
    elif made is not None and not lately(made, OLD):
        worries.append(
            _(
                "The last backup is older than a day; it was made on %(day)s. Is its disk connected? “bin/held "
                "backup FOLDER” makes one now."
            )
            % {"day": day_and_time(at)}
        )
    if on_the_same_disk(Path(place.backed_up_to)):
        worries.append(
            _(
                "The backup is on the same disk as the place. If that fails, both are lost. Please choose a folder on "
                "another disk."
            )
        )
    return worries


def _none_by_themselves(at: datetime) -> str:
    return _(
        "No folder is named, so nothing is copied automatically. The last backup was made on %(day)s. Name a "
        "folder on another disk on the host’s page, or run “bin/held backup FOLDER”."
    ) % {"day": day_and_time(at)}


def _dated_in_the_future(at: datetime) -> str:
    return _(
        "The last backup has a date in the future (%(day)s): this computer’s clock was wrong then, or is now. "
        "Please check its date. If you named a folder, another copy comes within a few minutes. “bin/held backup "
        "FOLDER” makes one now."
    ) % {"day": day_and_time(at)}


def on_the_same_disk(folder: Path) -> bool:
    """Whether the folder is on the same disk as the data folder; False when it cannot be reached."""
    try:
        return os.stat(folder).st_dev == os.stat(settings.HELD_DATA).st_dev  # noqa: PTH116  # a number, no path
    except OSError:
        return False
