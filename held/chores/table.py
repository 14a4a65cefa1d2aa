"""Every chore in one table: what it does, how often, and the maximum length of a claim."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from held.chores.second_copy import make_second_copy
from held.chores.sweeping import sweep_links, sweep_sign_ins
from held.consent.looking import end_looking_that_lapsed
from held.consent.reconciling import restore_missing_refusals
from held.consent.reconfirmation import confirm_and_lapse
from held.pictures.removal import destroy_claimed, destroy_what_is_due
from held.pictures.sweeping import sweep
from held.place.disk_reserve import reserve
from held.place.help_contacts import note_ages


@dataclass(frozen=True)
class Task:
    """Something done regularly. It may be done twice in a row, so it must be idempotent.

    A task that destroys something, or takes a number away from readers, sets `trusts_the_date`: while clock and uptime
    differ, it waits until a host confirms the date.
    """

    name: str
    does: Callable[[], object]
    every: timedelta
    lease: timedelta  # after this long, another process may claim it
    trusts_the_date: bool = False


TASKS = (
    # It checks this often whether a copy is due: the host may have just named a folder.
    Task("second copy", make_second_copy, every=timedelta(minutes=5), lease=timedelta(hours=2)),
    Task("room for taking back", reserve, every=timedelta(minutes=5), lease=timedelta(minutes=10)),
    Task("sweep sign-ins", sweep_sign_ins, every=timedelta(hours=24), lease=timedelta(minutes=10)),
    Task("sweep links", sweep_links, every=timedelta(hours=24), lease=timedelta(minutes=10)),
    Task("finish destroying", destroy_claimed, every=timedelta(hours=1), lease=timedelta(minutes=30)),
    Task(
        "destroy what is due",
        destroy_what_is_due,
        every=timedelta(hours=1),
        lease=timedelta(minutes=30),
        trusts_the_date=True,
    ),
    Task("ask once more and close", confirm_and_lapse, every=timedelta(hours=1), lease=timedelta(minutes=30)),
    Task("end looking by links", end_looking_that_lapsed, every=timedelta(hours=1), lease=timedelta(minutes=10)),
    Task("noes beside the keys", restore_missing_refusals, every=timedelta(hours=1), lease=timedelta(minutes=10)),
    Task(
        "ages of help contacts",
        note_ages,
        every=timedelta(hours=1),
        lease=timedelta(minutes=10),
        trusts_the_date=True,
    ),
    Task("sweep photographs", sweep, every=timedelta(hours=24), lease=timedelta(hours=1), trusts_the_date=True),
)
