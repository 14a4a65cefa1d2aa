"""One loop does the chores: claims a due row by a conditional UPDATE, does it, records the result.

At least once: a row whose claimer has died is free again when the lease has expired.
"""

import logging
import threading
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import DatabaseError, close_old_connections

from held.chores.due import is_due, is_free, wait_of
from held.chores.models import Chore
from held.chores.table import TASKS, Task
from held.uptime.clock_agreement import agrees
from held.uptime.heartbeat import beat
from held.uptime.moments import this_moment

WAKES_EVERY = 30  # seconds
log = logging.getLogger("held.chores")


def begin_chores(tasks: Iterable[Task] = TASKS) -> threading.Thread:
    """Start a thread that does chores until this process ends."""
    thread = threading.Thread(target=_for_ever, args=[tuple(tasks)], name="chores", daemon=True)
    thread.start()
    return thread


def do_what_is_due(tasks: Iterable[Task] = TASKS) -> list[str]:
    """Do every chore that is due and unclaimed; returns the names of those done. While the date is in doubt, those that
    trust it wait.
    """
    done = []
    for task in tasks:
        if task.trusts_the_date and not agrees():
            continue
        until = take(task)
        if until is not None and _do(task, until):
            done.append(task.name)
    return done


def take(task: Task) -> datetime | None:
    """Claim the chore until the returned time; None when it is not due, or claimed by another process."""
    row, _made = Chore.objects.get_or_create(name=task.name)
    here = this_moment()
    until = here.after(task.lease).at
    there = Chore.objects.filter(is_due(task, row.tries, here), is_free(task, here), pk=row.pk, tries=row.tries)
    return until if there.update(claimed_until=until) else None


def _do(task: Task, until: datetime) -> bool:
    mine = Chore.objects.filter(name=task.name, claimed_until=until)  # no longer ours if it took longer than the lease
    try:
        task.does()
    except Exception as fault:  # a chore that fails must not stop the others
        log.error("chore %s failed", task.name, exc_info=fault)  # noqa: TRY400  # our formatter leaves words out
        _note_failure(task, mine.first(), type(fault).__name__)
        return False
    here = this_moment()
    due = here.after(task.every)
    mine.update(done_at=here.at, due_at=due.at, due_uptime=due.uptime, claimed_until=here.at, failed="", tries=0)
    return True


def _note_failure(task: Task, row: Chore | None, kind: str) -> None:
    if row is None:
        return
    here, tries = this_moment(), row.tries + 1
    due = here.after(wait_of(task, tries))
    Chore.objects.filter(pk=row.pk, claimed_until=row.claimed_until).update(
        failed=kind[:120], tries=tries, due_at=due.at, due_uptime=due.uptime, claimed_until=here.at
    )


def _for_ever(tasks: tuple[Task, ...]) -> None:
    wake = threading.Event()
    while True:
        _wake_up(tasks)
        wake.wait(WAKES_EVERY)


def _wake_up(tasks: tuple[Task, ...] = TASKS) -> None:
    """The heartbeat first: before it was stored once, nobody can say whether the date can be trusted."""
    for does in (beat, partial(do_what_is_due, tasks)):
        try:
            close_old_connections()
            does()
        except DatabaseError as fault:  # the database may be down for a while; /readyz reports it
            log.error("chores wait for the database", exc_info=fault)  # noqa: TRY400  # our formatter
        except Exception as fault:  # the thread must not end: nothing would be destroyed, lapse or be copied any more
            log.error("chores could not be done", exc_info=fault)  # noqa: TRY400  # our formatter leaves words out
