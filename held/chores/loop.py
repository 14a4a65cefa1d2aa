"""One loop does the chores: takes a due row by a conditional UPDATE, does it, notes how it went.

At least once: a row taken by somebody who is gone since is free again when the lease has run out.
"""

import logging
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections

from held.chores.models import Chore
from held.chores.table import TASKS, Task
from held.lib.clock import now

WAKES_EVERY = 30  # seconds
FIRST_WAIT = timedelta(minutes=1)  # after a failure; doubled each time, up to the chore's own rhythm
log = logging.getLogger("held.chores")


def begin_chores() -> threading.Thread:
    """Do chores beside whatever else this process does, until it ends."""
    thread = threading.Thread(target=_for_ever, name="chores", daemon=True)
    thread.start()
    return thread


def do_what_is_due(tasks: Iterable[Task] = TASKS) -> list[str]:
    """Do every chore that is due and in nobody's hand; the names of those that were done."""
    done = []
    for task in tasks:
        until = take(task)
        if until is not None and _do(task, until):
            done.append(task.name)
    return done


def take(task: Task) -> datetime | None:
    """Take the chore in hand until the moment returned; None when it is not due, or in somebody else's hand."""
    Chore.objects.get_or_create(name=task.name)
    at = now()
    until = at + task.lease
    taken = Chore.objects.filter(name=task.name, due_at__lte=at, claimed_until__lte=at).update(claimed_until=until)
    return until if taken else None


def _do(task: Task, until: datetime) -> bool:
    mine = Chore.objects.filter(name=task.name, claimed_until=until)  # not any more, if it took longer than the lease
    try:
        task.does()
    except Exception as fault:  # a chore that fails must not stop the others
        log.error("chore %s failed", task.name, exc_info=fault)  # noqa: TRY400  # our formatter leaves words out
        _note_failure(task, mine.first(), type(fault).__name__)
        return False
    at = now()
    mine.update(done_at=at, due_at=at + task.every, claimed_until=at, failed="", tries=0)
    return True


def _note_failure(task: Task, row: Chore | None, kind: str) -> None:
    if row is None:
        return
    at, tries = now(), row.tries + 1
    wait = min(task.every, FIRST_WAIT * 2 ** min(tries - 1, 20))
    Chore.objects.filter(pk=row.pk, claimed_until=row.claimed_until).update(
        failed=kind[:120], tries=tries, due_at=at + wait, claimed_until=at
    )


def _for_ever() -> None:
    wake = threading.Event()
    while True:
        try:
            close_old_connections()
            do_what_is_due()
        except DatabaseError as fault:  # the database may be away for a while; the place says so on /readyz
            log.error("chores wait for the database", exc_info=fault)  # noqa: TRY400  # our formatter
        wake.wait(WAKES_EVERY)
