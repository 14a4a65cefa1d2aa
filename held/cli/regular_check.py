"""The serving process checks itself several times a day, so that the host's desk tells what `held check` says without
making the check while somebody waits.
"""

from datetime import timedelta

from held.chores.table import Task
from held.place.last_check import Told, size_of_place, store_check


def check_and_store() -> None:
    """Make every check of `held check`, and store what the host's desk tells."""
    from held.cli.findings import look_everywhere  # noqa: PLC0415  # it loads what nothing else here needs

    told: list[Told] = [
        {"name": one.check.name, "findings": [[found.wrong, found.remedy] for found in one.findings]}
        for one in look_everywhere()
        if one.check.on_desk
    ]
    store_check(told, used_bytes=size_of_place())


CHECK = Task("check", check_and_store, every=timedelta(hours=6), lease=timedelta(hours=1))
