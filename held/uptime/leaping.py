"""Notice that the machine's clock was set back, for what a library counts by that clock alone."""

import time

from held.lib.clock import now

SLEW = 60.0  # seconds; a time service corrects less than this bit by bit
_ahead: dict[str, float] = {}  # under one name: the clock's lead over one that nobody can set, when last asked
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # Linux has one that goes on through a sleep


def clock_went_back() -> bool:
    """Whether the machine's clock was set back by more than a minute since this process last asked."""
    ahead = now().timestamp() - time.clock_gettime(_STEADY)
    before = _ahead.get("clock", ahead)
    _ahead["clock"] = ahead
    return ahead < before - SLEW
