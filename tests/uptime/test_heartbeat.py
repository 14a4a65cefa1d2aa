"""The uptime is stored at most once in ten minutes, and never decreases."""

from datetime import timedelta

import pytest

from held.lib.clock import now
from held.uptime import heartbeat
from held.uptime.clock_agreement import difference
from held.uptime.current import forget_uptime, uptime
from held.uptime.heartbeat import beat
from held.uptime.models import Uptime
from held.uptime.moments import Moment, expected_end, expected_over
from tests.clock import Clocks

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _never_beaten() -> None:
    heartbeat.forget_session()


def _written() -> int:
    return Uptime.objects.get(pk=1).seconds


def test_what_was_written_is_read_after_a_start(monkeypatch: pytest.MonkeyPatch) -> None:
    Clocks(monkeypatch).stay_open(HOUR)
    beat()
    assert _written() == 3600
    forget_uptime()
    assert uptime() == 3600


def test_it_is_written_once_in_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks(monkeypatch)
    beat()
    clocks.stay_open(HOUR)
    beat()
    assert _written() == 0
    monkeypatch.setattr(heartbeat, "EVERY", 0.0)
    beat()
    assert _written() == 3600


def test_a_process_that_counts_less_changes_nothing() -> None:
    Uptime.objects.create(pk=1, seconds=0)
    uptime()
    Uptime.objects.update(seconds=5000)
    beat()
    assert _written() == 5000


def test_a_leap_of_the_clock_is_no_uptime(monkeypatch: pytest.MonkeyPatch) -> None:
    Clocks(monkeypatch).leap(timedelta(days=400))
    beat()
    assert _written() == 0


def test_the_first_heartbeat_notes_what_the_clock_shows() -> None:
    beat()
    assert Uptime.objects.get(pk=1).beat_at is not None


def test_an_orderly_stop_writes_a_short_session_down(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks(monkeypatch)
    beat()
    clocks.pass_by(timedelta(minutes=9))
    beat(last=True)
    assert _written() == 540


@pytest.mark.parametrize("damaged", [-(10**15), -1, 10**12, 9 * 10**18])
def test_a_damaged_uptime_row_causes_no_fault(damaged: int) -> None:
    Uptime.objects.create(pk=1, seconds=damaged, agreed_uptime=damaged)
    for _start in range(2):
        heartbeat.forget_session()
        forget_uptime()
        beat()
        difference()
        uptime()
    long_ago = Moment(now(), -damaged)
    assert expected_over(long_ago, HOUR)
    assert expected_end(long_ago)
