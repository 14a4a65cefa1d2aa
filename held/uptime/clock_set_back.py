"""Notices that the machine's clock was set back, for libraries that use only that clock."""

import time

from held.lib.clock import now

SLEW = 60.0  # seconds; a time service corrects smaller differences gradually
_ahead: dict[str, float] = {}  # under one name: the clock's lead over a steady clock at the last call
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # on Linux there is a clock that continues during sleep


def clock_went_back() -> bool:
    """Whether the machine's clock was set back by more than a minute since this process last called this."""
    ahead = now().timestamp() - time.clock_gettime(_STEADY)
    before = _ahead.get("clock", ahead)
    _ahead["clock"] = ahead
    return ahead < before - SLEW
