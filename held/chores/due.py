"""Whether a chore is due, and whether it is unclaimed, even if the machine's clock is wrong by years.

A chore is due by the earlier of both clocks. If a stored date is further in the future than it can have been set, the
machine's clock was ahead then or is behind now: the date is ignored, and the chore is due.
"""

from datetime import timedelta

from django.db.models import Q

from held.chores.table import Task
from held.uptime.lately import SLACK
from held.uptime.moments import Moment

FIRST_WAIT = timedelta(minutes=1)  # after a failure; doubled each time, up to the chore's interval


def wait_of(task: Task, tries: int) -> timedelta:
    """The chore's delay after `tries` consecutive failures; its interval after none."""
    return min(task.every, FIRST_WAIT * 2 ** min(tries - 1, 20)) if tries else task.every


def is_noted_ahead(task: Task, tries: int, here: Moment) -> Q:
    """Rows of the chore that are due later than its delay, done in the future, or claimed for longer than the lease."""
    return _is_due_ahead(task, tries, here) | _is_done_ahead(here) | _is_claimed_ahead(task, here)


def is_due(task: Task, tries: int, here: Moment) -> Q:
    """Rows of the chore that are due by either clock, or whose dates are ignored. One that failed since it was done in
    the future waits as after any failure.
    """
    by_either_clock = Q(due_at__lte=here.at) | Q(due_uptime__lte=here.uptime)
    return by_either_clock | _is_due_ahead(task, tries, here) | (_is_done_ahead(here) & Q(tries=0))


def is_free(task: Task, here: Moment) -> Q:
    """Rows of the chore that nobody has claimed: a claim is never longer than the lease."""
    return Q(claimed_until__lte=here.at) | _is_claimed_ahead(task, here)


def _is_due_ahead(task: Task, tries: int, here: Moment) -> Q:
    return Q(due_at__gt=here.after(wait_of(task, tries) + SLACK).at)


def _is_done_ahead(here: Moment) -> Q:
    return Q(done_at__gt=here.after(SLACK).at)


def _is_claimed_ahead(task: Task, here: Moment) -> Q:
    return Q(claimed_until__gt=here.after(task.lease + SLACK).at)
