"""A full disk is recognized by the errors of the system, SQLite and PostgreSQL."""

import errno
import sqlite3

import pytest
from django.db import OperationalError

from held.lib.full_disk import is_for_want_of_room, is_full_disk, is_full_server


def of_sqlite(code: int) -> sqlite3.OperationalError:
    fault = sqlite3.OperationalError("made up")
    fault.sqlite_errorcode = code
    return fault


def caused_by(cause: Exception) -> OperationalError:
    fault = OperationalError("made up")
    fault.__cause__ = cause
    return fault


def of_postgres(code: str) -> OperationalError:
    return caused_by(type("Fault", (Exception,), {"sqlstate": code})())


@pytest.mark.parametrize(
    ("fault", "full", "maybe"),
    [
        (OSError(errno.ENOSPC, ""), True, True),
        (OSError(errno.EDQUOT, ""), True, True),
        (OSError(errno.EACCES, ""), False, False),
        (of_sqlite(sqlite3.SQLITE_FULL), True, True),
        (caused_by(of_sqlite(sqlite3.SQLITE_FULL)), True, True),
        (caused_by(of_sqlite(sqlite3.SQLITE_IOERR_WRITE)), False, True),
        (caused_by(of_sqlite(sqlite3.SQLITE_BUSY)), False, False),
        (of_postgres("53100"), True, True),
        (of_postgres("42P07"), False, False),
        (ValueError("full"), False, False),
    ],
)
def test_a_full_disk_is_told_from_other_faults(fault, full, maybe):
    assert (is_full_disk(fault), is_for_want_of_room(fault)) == (full, maybe)


def test_the_disk_of_the_server_is_told_from_ours():
    assert is_full_server(of_postgres("53100"))
    assert not is_full_server(OSError(errno.ENOSPC, ""))
