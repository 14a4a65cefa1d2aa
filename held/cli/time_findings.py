"""The findings of `held check` about time: chores that are late or scheduled too far ahead, and a date in doubt.

Each finding is the problem and the remedy.
"""

from collections.abc import Iterator
from datetime import timedelta

from held.chores.due import is_noted_ahead
from held.chores.models import Chore
from held.chores.table import TASKS, Task
from held.place.confirming_date import SET_CLOCK, date_in_doubt
from held.uptime.clock_agreement import agrees
from held.uptime.moments import this_moment

LATE = timedelta(hours=1)
WRONG_CLOCK = (
    "Please look at the date of this computer. If it is wrong, set the clock: "
    f"{SET_CLOCK}. “bin/held serve” does these tasks within a few minutes."
)


def chores_not_done() -> Iterator[tuple[str, str]]:
    """Chores that failed, are late, or were postponed by a wrong clock."""
    known = [(task, row) for task in TASKS if (row := Chore.objects.filter(name=task.name).first())]
    for task, row in known:
        if row.failed:
            yield (
                f"The chore “{task.name}” did not succeed ({row.failed}; tries: {row.tries}).",
                "held tries again by itself. If it is about the backup: is its disk connected?",
            )
        elif _is_late(task, row):
            yield (
                f"The chore “{task.name}” has not been done for over an hour.",
                "Chores are done only while “bin/held serve” runs. Is it running?",
            )
    if ahead := [task.name for task, row in known if _is_ahead(task, row)]:
        names = ", ".join(f"“{name}”" for name in ahead)
        yield f"These tasks are scheduled too far in the future: {names}. The clock was probably wrong.", WRONG_CLOCK


def date_not_confirmed() -> Iterator[tuple[str, str]]:
    """The machine's clock and the uptime differ, and no host has confirmed the date since."""
    if found := date_in_doubt():
        yield (
            f"{found.worry} Nothing is removed for good by itself until the date is right, or a host has said it is.",
            (
                f"If the date is wrong, set the clock: {SET_CLOCK}. "
                f"If it’s right, press “{found.answer}” on the host’s desk."
            ),
        )


def _is_late(task: Task, row: Chore) -> bool:
    if task.trusts_the_date and not agrees():  # it waits for the host, as another finding says
        return False
    here = this_moment()
    return row.due_at < here.after(-LATE).at and row.claimed_until < here.at


def _is_ahead(task: Task, row: Chore) -> bool:
    return Chore.objects.filter(is_noted_ahead(task, row.tries, this_moment()), pk=row.pk).exists()
