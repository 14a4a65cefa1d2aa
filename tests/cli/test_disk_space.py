"""On a full disk each command says that it is full, how much to free, and that nothing is lost."""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from held.cli import disk_space
from tests.cli.test_upgrading import LATER, SERVE, Former
from tests.disk import own_disk
from tests.running import held

SIZE = 24 * 1024 * 1024  # bytes
WORDS = 6 * 1024 * 1024  # bytes: the place's database, more than stays free
LEFT = 3 * 1024 * 1024  # bytes: enough to open a place and too little for a copy of it
FULL = re.compile(r"The disk of \S+ is full\. Nothing is lost\. Please free about \d+ MB and start again")
FULL_MIGRATION = """
import sqlite3
def fill():
    call_command('migrate', 'stories', 'm4_not_atomic', verbosity=0)
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    from django.db import OperationalError
    raise OperationalError("database or disk is full") from full
upgrading._migrate = fill
"""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with own_disk(tmp_path, SIZE) as disk:
        yield disk


def grow(words: Path) -> None:
    """Make the database as large as after a few years."""
    with closing(sqlite3.connect(words)) as database, database:
        database.execute("CREATE TABLE pad (bytes)")
        database.execute("INSERT INTO pad VALUES (zeroblob(?))", (WORDS,))


def leave_little(disk: Path) -> None:
    free = shutil.disk_usage(disk).free - LEFT
    with (disk / "fill").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free)


@pytest.mark.harness
def test_an_upgrade_on_a_full_disk_says_how_much_to_free(disk):
    place = Former(disk)
    grow(place.data / "held.db")
    leave_little(disk)
    before = place.state.words()
    ended = place.run(LATER + SERVE)
    assert FULL.search(ended.stderr), ended.stderr
    assert "you can stay on this version. Nothing was changed." in ended.stderr
    assert "ended with 3" in ended.stdout
    assert "Something went wrong" not in ended.stderr
    assert place.state.words() == before
    assert not place.mark.exists()
    assert not place.copies


@pytest.mark.harness
def test_a_backup_onto_a_full_disk_says_how_much_to_free(disk, place):
    grow(place / "held.db")
    leave_little(disk)
    ended = held("backup", str(disk / "copy"), data=place)
    assert ended.returncode == 1
    assert FULL.search(ended.stderr), ended.stderr
    assert str(disk) in ended.stderr


@pytest.mark.harness
def test_a_restore_onto_a_full_disk_says_how_much_to_free(disk, place, tmp_path):
    grow(place / "held.db")
    held("backup", str(tmp_path / "copy"), data=place)
    leave_little(disk)
    ended = held("restore", str(tmp_path / "copy"), data=disk / "place")
    assert ended.returncode == 1
    assert FULL.search(ended.stderr), ended.stderr
    (disk / "fill").unlink()
    ended = held("restore", str(tmp_path / "copy"), data=disk / "place")
    assert ended.returncode == 0, ended.stderr


@pytest.mark.harness
def test_a_migration_on_a_full_disk_asks_to_free_space(tmp_path):
    place = Former(tmp_path)
    ended = place.run(LATER + FULL_MIGRATION + SERVE)
    assert FULL.search(ended.stderr), ended.stderr
    assert "The tables are as they were before" in ended.stderr
    assert "previous version" not in ended.stderr
    assert place.state.words() == place.before


def test_what_has_to_be_freed_is_what_is_needed_and_not_free(tmp_path, monkeypatch):
    megabyte = 1024 * 1024
    free = [50 * megabyte]
    monkeypatch.setattr(disk_space.shutil, "disk_usage", lambda _folder: type("Usage", (), {"free": free[0]}))
    assert "free about 70 MB" in disk_space.full_disk(tmp_path, 100 * megabyte)
    free[0] = 500 * megabyte
    assert "free about 10 MB" in disk_space.full_disk(tmp_path, 100 * megabyte)
