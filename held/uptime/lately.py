"""Whether something was done recently, so that it is not due again yet."""

from datetime import datetime, timedelta

from held.uptime.heartbeat import EVERY
from held.uptime.moments import Moment, this_moment

SLACK = timedelta(minutes=5)  # clocks are sometimes corrected by this much; two processes never read the same moment

A_HEARTBEAT = timedelta(seconds=EVERY)


def lately(done: Moment, span: timedelta) -> bool:
    """Whether that was less than `span` ago, by both clocks. What was done in the future does not count as recent."""
    before = this_moment().after(-span)
    return before.at < done.at and before.uptime < done.uptime and not is_to_come(done.at)


def age(done: Moment) -> timedelta:
    """How long ago that was; zero while the machine's clock has not reached it.

    By the clock that says more if the two differ by a heartbeat or more. If they differ by less, by the machine's: a
    command that recorded the moment knew the uptime of the last heartbeat, up to that long before.
    """
    here = this_moment()
    by_clock = here.at - done.at
    by_uptime = timedelta(seconds=here.uptime - done.uptime)
    if abs(by_uptime - by_clock) < A_HEARTBEAT:
        return max(by_clock, timedelta(0))
    return max(by_clock, by_uptime, timedelta(0))


def is_to_come(at: datetime) -> bool:
    """Whether something done has a date that the machine's clock has not reached: the clock is or was wrong."""
    return at > this_moment().after(SLACK).at
