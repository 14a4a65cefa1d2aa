"""Both clocks of a place in the hand of a test: what the machine shows, and for how long the place has been open."""

from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from held.lib import clock
from held.uptime import current


class Clocks:
    """Move the machine's clock, the uptime, or both as time does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta(0)
        monkeypatch.setattr(clock, "datetime", _Shown(self))

    def leap(self, span: timedelta) -> None:
        """The machine's clock is set; no time passes."""
        self.ahead += span

    def stay_open(self, span: timedelta) -> None:
        """The place has been open for so much longer; the machine's clock shows nothing of it."""
        current.uptime()
        seconds, since = current._read["row"]
        current._read["row"] = (seconds + int(span.total_seconds()), since)

    def pass_by(self, span: timedelta) -> None:
        """Time passes, and the place is open."""
        self.leap(span)
        self.stay_open(span)


class _Shown:
    def __init__(self, clocks: Clocks) -> None:
        self._clocks = clocks

    def now(self, zone: tzinfo = UTC) -> datetime:
        return datetime.now(zone) + self._clocks.ahead
