"""A PostgreSQL that stops answering blocks no thread for ever."""

import socket
from time import monotonic

import pytest
from django.db import OperationalError

from held.lib.postgres import base
from held.lib.postgres.url import read_url
from tests.lib.postgres.wire import wire
from tests.postgres import running_postgres

pytestmark = [pytest.mark.sqlite, pytest.mark.harness]


@pytest.fixture(autouse=True)
def not_silent_before(monkeypatch, django_db_blocker):
    """These tests use their own servers, not the tests' database."""
    monkeypatch.setattr(base, "_silent_until", 0.0)
    with django_db_blocker.unblock():
        yield


def connection_to(url: str) -> base.DatabaseWrapper:
    rest = {"TIME_ZONE": None, "AUTOCOMMIT": True, "ATOMIC_REQUESTS": False}
    return base.DatabaseWrapper({**rest, **read_url(url)}, "tried")


def test_a_socket_that_accepts_and_says_nothing_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"postgresql://x@127.0.0.1:{mute.getsockname()[1]}/x?connect_timeout=2"
        with pytest.raises(OperationalError, match="timeout"):
            connection_to(url).ensure_connection()
        begun = monotonic()
        with pytest.raises(OperationalError, match="a moment ago"):  # no other thread waits its turn
            connection_to(url).ensure_connection()
        assert monotonic() - begun < 2  # it would be a whole connect_timeout


def test_a_server_that_freezes_is_given_up_by_its_client(monkeypatch):
    monkeypatch.setattr(base, "USABLE", 0.3)
    with running_postgres() as url, wire(url) as line:
        kept, busy, free = (connection_to(line.url) for _ in range(3))
        kept.ensure_connection()
        free.ensure_connection()
        with busy.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("30s",)
            busy.answer = 0.3
            line.silent.set()
            with pytest.raises(OperationalError, match="did not answer in time"):
                cursor.execute("SELECT 1")
        assert busy.connection.closed
        monkeypatch.setattr(base, "_silent_until", 0.0)
        assert not kept.is_usable()
        assert kept.connection.closed
        assert not free.is_usable()  # at once: nothing is asked while the server is silent
        assert not free.connection.closed


def test_a_migration_has_no_deadline_and_the_next_statement_has():
    with running_postgres() as url:
        connection = connection_to(url)
        with connection.without_deadline(), connection.cursor() as cursor:
            for name in ("statement_timeout", "lock_timeout"):
                cursor.execute(f"SHOW {name}")
                assert cursor.fetchone() == ("0",)
            assert connection.answer is None
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("30s",)
            with pytest.raises(OperationalError, match="statement timeout"):
                cursor.execute("SET statement_timeout = 50; SELECT pg_sleep(5)")
        assert connection.answer == 35
        connection.close()
