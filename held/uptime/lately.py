"""Whether something was done a short while ago, so that it does not have to be done again yet."""

from datetime import datetime, timedelta

from held.uptime.moments import Moment, this_moment

SLACK = timedelta(minutes=5)  # a clock is corrected by so much now and then; two processes never read the same moment


def lately(done: Moment, span: timedelta) -> bool:
    """Whether that was less than `span` ago, by both clocks. What was done in the future was not done lately."""
    before = this_moment().after(-span)
    return before.at < done.at and before.uptime < done.uptime and not is_to_come(done.at)


def age(done: Moment) -> timedelta:
    """For how long that is done, by the clock that says more; nothing while the machine's clock has not reached it."""
    here = this_moment()
    by_uptime = timedelta(seconds=here.uptime - done.uptime)
    return max(here.at - done.at, by_uptime, timedelta(0))


def is_to_come(at: datetime) -> bool:
    """Whether the machine's clock has not reached this moment, of something that was done: it is or was wrong."""
    return at > this_moment().after(SLACK).at
