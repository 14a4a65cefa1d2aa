"""Stories whose accounts are gone are never taken for a first start that was cut off."""

import sqlite3
from contextlib import closing

import pytest

from held.keeping.databases import Sqlite
from tests.inside import ran

NOBODY = "from held.cli.upgrading import nobody_came_yet; print(nobody_came_yet())"
BEGIN_AGAIN = "from held.cli.upgrading import forget_half_made_tables; forget_half_made_tables()"


@pytest.mark.harness
def test_a_place_with_stories_but_no_accounts_is_not_new(place):
    with closing(sqlite3.connect(place / "held.db")) as words, words:
        words.execute("DROP TABLE accounts_account")
    assert ran(place, NOBODY).stdout.strip() == "False"


@pytest.mark.harness
def test_half_made_tables_are_moved_aside_and_not_removed(place):
    with closing(sqlite3.connect(place / "held.db")) as words:
        before = list(words.iterdump())
    assert ran(place, BEGIN_AGAIN).returncode == 0
    assert not (place / "held.db").exists()
    with closing(sqlite3.connect(place / "held.db.aside")) as words:
        assert list(words.iterdump()) == before


def test_a_fill_on_a_full_disk_leaves_no_half(tmp_path, monkeypatch):
    from held.keeping import databases  # noqa: PLC0415

    def full(*_given):
        raise OSError(28, "No space left on device")

    (tmp_path / "copy").write_bytes(b"words")
    monkeypatch.setattr(databases, "_path", lambda: tmp_path / "held.db")
    monkeypatch.setattr(databases.connection, "close", lambda: None)
    monkeypatch.setattr(databases.shutil, "copyfileobj", full)
    with pytest.raises(OSError, match="No space"):
        Sqlite().fill_from(tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]
