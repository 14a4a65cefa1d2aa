"""When a wait is over and when something has ended, by two clocks of which one may be wrong.

What protects somebody waits for the later clock. What gives access, or shows something, ends by the earlier clock.
docs/decisions/0034-two-clocks.md
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from held.lib.clock import now
from held.uptime.current import A_CENTURY, uptime

ROUNDED = timedelta(seconds=1)  # the uptime is in whole seconds: if both clocks agree, the date is the clock's


@dataclass(frozen=True)
class Moment:
    """`at` on the machine's clock, and the `uptime` in seconds."""

    at: datetime
    uptime: int

    def after(self, span: timedelta) -> "Moment":
        """This moment plus `span`, on both clocks."""
        return Moment(self.at + span, self.uptime + int(span.total_seconds()))


def this_moment() -> Moment:
    """The current moment, on both clocks."""
    return Moment(now(), uptime())


def wait_is_over(since: Moment, wait: timedelta) -> bool:
    """Whether certainly this much time has passed: by the later clock.

    If the machine's clock has not reached `since.at` yet, it was ahead then or is behind now. Then its date is ignored,
    and only the uptime decides.
    """
    here = this_moment()
    by_clock = since.at + wait <= here.at or since.at > here.at
    return by_clock and since.after(wait).uptime <= here.uptime


def has_ended(end: Moment, *, not_before: int = 0) -> bool:
    """Whether the end may have come: by the earlier clock.

    The machine's clock ends nothing before the uptime is `not_before` (seconds): otherwise something that first waits,
    by the later clock, would end before its wait is over.
    """
    here = this_moment()
    return (end.at <= here.at and not_before <= here.uptime) or end.uptime <= here.uptime


def has_ended_for_good(end: Moment) -> bool:
    """Whether it has ended by the uptime: then it stays ended, whatever the machine's clock turns out to be."""
    return end.uptime <= this_moment().uptime


def expected_over(since: Moment, wait: timedelta) -> datetime:
    """When `wait_is_over`, if held stays open until then; later if it is switched off meanwhile."""
    here = this_moment()
    by_uptime = here.at + _seconds(since.after(wait).uptime - here.uptime) - ROUNDED
    return by_uptime if since.at > here.at else max(since.at + wait, by_uptime)


def expected_end(end: Moment, *, not_before: int = 0) -> datetime:
    """When it `has_ended`, if held stays open until then; not later if it is switched off meanwhile, except with a
    `not_before`.
    """
    here = this_moment()
    by_clock = max(end.at, here.at + _seconds(not_before - here.uptime)) if not_before > here.uptime else end.at
    return min(by_clock, here.at + _seconds(end.uptime - here.uptime) + ROUNDED)


def over(wait: timedelta, *, at: str, uptime: str) -> Q:
    """The same as `wait_is_over`, for rows with the starting moment in these two fields."""
    here = this_moment()
    before = here.after(-wait)
    by_clock = Q(**{f"{at}__lte": before.at}) | Q(**{f"{at}__gt": here.at})
    return by_clock & Q(**{f"{uptime}__lte": before.uptime})


def not_ended(*, at: str, uptime: str, opens: str = "", opens_for: timedelta = timedelta(0)) -> Q:
    """The opposite of `has_ended`, for rows with the moment of their end in these two fields.

    `opens`: a field with the uptime at which the wait is over; `not_before` is then `opens_for` after that.
    """
    here = this_moment()
    by_clock = Q(**{f"{at}__gt": here.at})
    if opens:
        by_clock |= Q(**{f"{opens}__gt": here.after(-opens_for).uptime})
    return by_clock & Q(**{f"{uptime}__gt": here.uptime})


def _seconds(left: int) -> timedelta:
    """A row may be damaged: a century at most, so that no date overflows."""
    return timedelta(seconds=min(max(left, -A_CENTURY), A_CENTURY))
