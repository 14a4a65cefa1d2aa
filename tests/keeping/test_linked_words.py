"""A host may have moved held.db to another disk and left a link: the link stays, and the file behind it is used."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from held.keeping import databases
from held.keeping.databases import Sqlite


def note(path: Path, text: str) -> None:
    with closing(sqlite3.connect(path)) as words, words:
        words.execute("CREATE TABLE IF NOT EXISTS note (text)")
        words.execute("INSERT INTO note VALUES (?)", (text,))


def notes(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as words:
        return [row[0] for row in words.execute("SELECT text FROM note")]


@pytest.fixture
def linked(tmp_path, monkeypatch) -> tuple[Path, Path]:
    """The link in the place, and the file on the other disk."""
    for folder in ("place", "disk"):
        (tmp_path / folder).mkdir()
    link, file = tmp_path / "place" / "held.db", tmp_path / "disk" / "words"
    note(file, "before")
    link.symlink_to(file)
    monkeypatch.setitem(databases.connection.settings_dict, "NAME", link)
    monkeypatch.setattr(databases.connection, "close", lambda: None)
    return link, file


def test_filling_the_place_fills_the_file_behind_the_link(linked, tmp_path):
    link, file = linked
    note(tmp_path / "copy", "from the copy")
    (file.with_name("words-wal")).write_bytes(b"former")
    Sqlite().fill_from(tmp_path / "copy")
    assert link.is_symlink()
    assert notes(file) == ["from the copy"]
    assert [path.name for path in file.parent.iterdir()] == ["words"]


@pytest.mark.sqlite
def test_half_made_tables_are_set_aside_beside_the_file(db, linked):
    link, file = linked
    Sqlite().remove_tables()
    assert link.is_symlink()
    assert not file.exists()
    assert notes(file.with_name("words.aside")) == ["before"]
    note(link, "begun again")
    assert notes(file) == ["begun again"]


def test_its_size_is_that_of_the_file_and_its_log(linked):
    _, file = linked
    file.with_name("words-wal").write_bytes(b"12345")
    assert Sqlite().size() == file.stat().st_size + 5
