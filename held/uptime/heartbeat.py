"""Stores the uptime regularly, and leaves out nights without power.

A small computer without a clock battery starts with a wrong date and corrects it some minutes later. So from the start
of a process until the date has settled, it may move by up to a day in all, and no host is asked about that.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q

from held.lib.clock import now
from held.uptime.clock_agreement import MOST
from held.uptime.current import A_CENTURY, bounded, uptime
from held.uptime.models import Uptime

EVERY = 600.0  # minimum seconds between two heartbeats: at most this much is not counted after a crash
A_NIGHT = timedelta(days=1)  # the longest time without power for which no host is asked about the date
SETTLES = 3600.0  # seconds after a start within which a time service corrects the date
_BOOT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # on Linux there is a clock that continues during sleep


@dataclass
class _Session:
    """What this process knows since its start."""

    began: float = field(default_factory=time.monotonic)
    beaten: float | None = None  # the last heartbeat, on a monotonic clock
    slept: timedelta = field(default_factory=lambda: slept_so_far())  # noqa: PLW0108  # it is defined further below
    left_out: timedelta = timedelta(0)  # the night left out so far
    settled: bool = False  # the clock and the uptime agreed at least once

    def may_settle(self, moment: float) -> bool:
        """Whether a night may still be left out at this moment (seconds, by `time.monotonic`)."""
        return not self.settled or moment - self.began < SETTLES


_sessions: dict[str, _Session] = {}  # under one name: this process's session


def beat(*, last: bool = False) -> None:
    """Store the uptime, if the last time was at least ten minutes ago or this is the `last` call. It never falls: if
    two processes count from the same row, the larger value stays.
    """
    session, moment = _sessions.setdefault("this", _Session()), time.monotonic()
    if session.beaten is not None and moment - session.beaten < EVERY and not last:
        return
    seconds, shown = uptime(), now()
    row, _made = Uptime.objects.get_or_create(pk=1)
    there = Uptime.objects.filter(Q(seconds__lte=seconds) | Q(seconds__gt=A_CENTURY), pk=1, agreed_at=row.agreed_at)
    _leave_out_the_night(row, session, moment, shown - timedelta(seconds=seconds))
    there.update(seconds=seconds, beat_at=row.beat_at, agreed_at=row.agreed_at)
    session.beaten = moment


def forget_session() -> None:
    """Reset to the state after a process start."""
    _sessions.clear()


def slept_so_far() -> timedelta:
    """How long this machine has slept since it was switched on; changing its date does not affect that."""
    return timedelta(seconds=time.clock_gettime(_BOOT) - time.monotonic())


def _leave_out_the_night(row: Uptime, session: _Session, moment: float, began: datetime) -> None:
    """Move `agreed_at` forward by the past night, and `beat_at` to this heartbeat. `began`: the date on which an
    installation that was never switched off would have begun, by the machine's current date.

    While the clock shows a date that no night explains, `beat_at` continues from the last heartbeat at which it agreed
    with the uptime. So the night can be left out when the date is right again.
    """
    seconds = timedelta(seconds=uptime())
    slept, session.slept = _slept_since(session.slept)
    before = slept + (row.beat_at - timedelta(seconds=bounded(row.seconds)) if row.beat_at else began - slept)
    night, further = slept, began - before
    if session.may_settle(moment) and abs(session.left_out + further) <= A_NIGHT:
        session.left_out += further
        night += further
    row.agreed_at += night
    if abs(began - (row.agreed_at - timedelta(seconds=bounded(row.agreed_uptime)))) <= MOST:
        session.settled, before = True, began
    row.beat_at = before + seconds


def _slept_since(before: timedelta) -> tuple[timedelta, timedelta]:
    """How long the machine slept since then, if that was no more than a night; and how long in all."""
    in_all = slept_so_far()
    slept = in_all - before
    return (slept if timedelta(minutes=1) <= slept <= A_NIGHT else timedelta(0)), in_all
