"""A process reads the row once; after that it counts on a clock that nobody can set."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from held.uptime.current import forget_uptime, uptime
from held.uptime.models import Uptime

pytestmark = pytest.mark.django_db


def test_a_process_reads_the_uptime_row_once() -> None:
    Uptime.objects.create(pk=1, seconds=700)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert uptime() == 700
        assert uptime() == 700
    assert len(asked) == 1


def test_it_grows_with_the_time_that_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = time.monotonic()
    assert uptime() == 0
    monkeypatch.setattr(time, "monotonic", lambda: begun + 3600.5)
    assert uptime() in {3600, 3599}


def test_another_row_is_read_once_the_former_is_forgotten() -> None:
    uptime()
    Uptime.objects.create(pk=1, seconds=700)
    assert uptime() == 0
    forget_uptime()
    assert uptime() == 700
