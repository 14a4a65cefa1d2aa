"""Lets a test control both clocks: what the machine shows, and how long the installation has been open."""

from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from held.lib import clock
from held.uptime import current


class Clocks:
    """Moves the machine's clock, the uptime, or both as time does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta(0)
        monkeypatch.setattr(clock, "datetime", _Shown(self))

    def leap(self, span: timedelta) -> None:
        """Set the machine's clock; no time passes."""
        self.ahead += span

    def stay_open(self, span: timedelta) -> None:
        """The installation has been open for that much longer; the machine's clock does not change."""
        current.uptime()
        seconds, since = current._read["row"]
        current._read["row"] = (seconds + int(span.total_seconds()), since)

    def pass_by(self, span: timedelta) -> None:
        """Time passes while the installation is open."""
        self.leap(span)
        self.stay_open(span)


class _Shown:
    def __init__(self, clocks: Clocks) -> None:
        self._clocks = clocks

    def now(self, zone: tzinfo = UTC) -> datetime:
        return datetime.now(zone) + self._clocks.ahead
