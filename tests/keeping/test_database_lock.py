"""The lock of a database is kept, taken again after it was lost, and never held by two."""

import pytest

from held.keeping.database_lock import DatabaseLock
from tests.inside import inside
from tests.postgres import running_postgres

TWO = """
import os
import psycopg
from django.conf import settings
from held.keeping.database_lock import NUMBER, DatabaseInUse, DatabaseLock

def said(act, *told):
    try:
        act(*told)
    except DatabaseInUse:
        return "in use"
    return "kept"

lock, other = DatabaseLock(), DatabaseLock()
other_program = psycopg.connect({url!r}, autocommit=True)
def end():
    # Returns when the session that has the lock is gone.
    other_program.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'")

lock.take()
if not (child := os.fork()):
    lock.let_go()
    os._exit(0)
os.waitpid(child, 0)
print("after a fork:", lock._is_lost(lock._ours), said(other.take, 1))
print("both:", said(lock.keep), said(other.take, 1))
state = "SELECT state, backend_xmin, backend_xid FROM pg_stat_activity JOIN pg_locks USING (pid) "
print("idle:", other_program.execute(state + "WHERE locktype = 'advisory'").fetchone())
end()
print("lost:", said(lock.keep), said(other.take, 1))
end()
print("taken by another:", said(other.take), said(lock.keep))
other.let_go()
print("let go:", said(lock.take, 1), said(other.take, 1))
lock._is_lost = lambda ours: True  # to us the connection is gone, and the server has not noticed that
print("not noticed:", said(lock.keep), said(other.take, 1))
"""


@pytest.mark.sqlite
def test_a_file_of_sqlite_needs_no_lock_of_its_own(db):
    lock = DatabaseLock()
    lock.take()
    assert not lock.is_taken
    lock.keep()
    lock.let_go()


@pytest.mark.harness
def test_one_has_it_and_takes_it_back_when_it_was_lost(tmp_path):
    with running_postgres() as url:
        told = inside(tmp_path, TWO.format(url=url), HELD_DATABASE_URL=url)
    assert told.splitlines() == [
        "after a fork: False in use",
        "both: kept in use",
        "idle: ('idle in transaction', None, None)",
        "lost: kept in use",
        "taken by another: kept in use",
        "let go: kept in use",
        "not noticed: kept in use",
    ]
