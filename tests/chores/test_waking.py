"""At each wake the heartbeat is written, and then the chores are done."""

import pytest
from django.db import DatabaseError

from held.chores import loop
from held.uptime import heartbeat
from held.uptime.models import Uptime

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    did: list[str] = []
    monkeypatch.setattr(loop, "close_old_connections", lambda: None)
    monkeypatch.setattr(loop, "do_what_is_due", lambda _tasks: did.append("chores"))
    heartbeat.forget_session()
    return did


def test_the_first_wake_begins_to_count_the_uptime(done: list[str]) -> None:
    loop._wake_up()
    assert Uptime.objects.count() == 1
    assert done == ["chores"]


def test_chores_go_on_when_the_heartbeat_fails(done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError

    monkeypatch.setattr(loop, "beat", away)
    loop._wake_up()
    assert done == ["chores"]


def test_no_fault_ends_the_thread_of_the_chores(done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def overflows() -> None:
        raise OverflowError

    monkeypatch.setattr(loop, "beat", overflows)
    loop._wake_up()
    assert done == ["chores"]
