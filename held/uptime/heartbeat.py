"""Write down from time to time for how long the place has been open, and leave out the nights without power.

A small computer without a clock battery starts with a wrong date and corrects it some minutes later. So the date may
move by up to a day, in all, from the start of a process on until it has settled, and no host is asked about that.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q

from held.lib.clock import now
from held.uptime.agreeing import MOST
from held.uptime.current import A_CENTURY, bounded, uptime
from held.uptime.models import Uptime

EVERY = 600.0  # seconds at least between two heartbeats: so much is not counted when the place falls
A_NIGHT = timedelta(days=1)  # at most so long is a place switched off without anybody being asked for the date
SETTLES = 3600.0  # seconds after a start within which a time service corrects the date
_BOOT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # Linux has one that goes on through a sleep


@dataclass
class _Session:
    """What this process knows since its start."""

    began: float = field(default_factory=time.monotonic)
    beaten: float | None = None  # when the last heartbeat was, by a clock that nobody can set
    slept: timedelta = field(default_factory=lambda: slept_so_far())  # noqa: PLW0108  # it is defined further below
    left_out: timedelta = timedelta(0)  # of the night before
    settled: bool = False  # the clock and the uptime agreed at least once

    def may_settle(self, moment: float) -> bool:
        """Whether a night may still be left out at this moment (seconds, by `time.monotonic`)."""
        return not self.settled or moment - self.began < SETTLES


_sessions: dict[str, _Session] = {}  # under one name: that of this process


def beat(*, last: bool = False) -> None:
    """Write the uptime down, if that was not done within ten minutes or this is the `last` time. It never falls: of
    two processes each counts from the same row, and the larger stays."""
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
    """As after a start of the process."""
    _sessions.clear()


def slept_so_far() -> timedelta:
    """For how long this machine has slept since it was switched on; no setting of its date changes that."""
    return timedelta(seconds=time.clock_gettime(_BOOT) - time.monotonic())


def _leave_out_the_night(row: Uptime, session: _Session, moment: float, began: datetime) -> None:
    """Move `agreed_at` on by the night that was, and `beat_at` to this heartbeat. `began`: the date on which a place
    that was never switched off would have begun, as the machine's clock shows the date now.

    While the clock shows a date that no night explains, `beat_at` goes on from the last heartbeat at which it agreed
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
    """For how long the machine slept since then, if that was no more than a night; and for how long in all."""
    in_all = slept_so_far()
    slept = in_all - before
    return (slept if timedelta(minutes=1) <= slept <= A_NIGHT else timedelta(0)), in_all
