"""A place whose database another held has taken stops, and says so."""

import pytest

from held.cli import server
from held.cli.messages import CannotGoOn
from held.keeping.database_lock import DatabaseInUse


class Lock:
    """The lock of a database."""

    is_taken = True

    def __init__(self, keep):
        self.keep = keep


def taken_by_another():
    raise DatabaseInUse


@pytest.mark.parametrize(("keep", "stops"), [(lambda: None, []), (taken_by_another, [0])])
def test_the_place_stops_when_another_has_the_lock(monkeypatch, keep, stops):
    monkeypatch.setattr(server, "LOOK_AT_LOCK", 0.001)
    one = server.Server.__new__(server.Server)
    one.lock, one.interrupt_children = Lock(keep), []
    assert one._heard() is None
    assert one.interrupt_children == stops
    assert one.lost_database == bool(stops)


def test_a_server_that_lost_the_database_says_so(monkeypatch):
    def serve(self, **_told):
        self.lost_database = True
        raise SystemExit(1)

    monkeypatch.setattr(server.Server, "serve", serve)
    monkeypatch.setattr(server.Server, "__init__", lambda *_told, **_more: None)
    monkeypatch.setattr(server.multiprocessing, "set_start_method", lambda *_told, **_more: None)
    with pytest.raises(CannotGoOn, match="Another held is using the database"):
        server.serve_until_stopped(lambda: None, Lock(lambda: None))
