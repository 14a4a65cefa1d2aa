"""A restore that is refused leaves an empty folder empty, and every other folder as it was."""

import pytest

from held.cli.new_folder import leaves_no_trace
from held.keeping.unfinished import mark
from tests.running import held


@pytest.mark.harness
def test_a_refused_restore_leaves_no_new_place(tmp_path):
    ended = held("restore", str(tmp_path / "nowhere"), data=tmp_path / "new")
    assert ended.returncode == 1
    assert not (tmp_path / "new").exists()


@pytest.mark.harness
def test_a_damaged_copy_leaves_no_new_place(place, tmp_path):
    held("backup", str(tmp_path / "copy"), data=place)
    (words,) = (tmp_path / "copy" / "copies").glob("*/words.sqlite")
    words.write_bytes(words.read_bytes()[:-1])
    (tmp_path / "new").mkdir()
    ended = held("restore", str(tmp_path / "copy"), data=tmp_path / "new")
    assert "is damaged" in ended.stderr
    assert not (tmp_path / "new").exists() or not list((tmp_path / "new").iterdir())


@pytest.mark.harness
def test_what_was_in_the_folder_before_stays(tmp_path):
    new = tmp_path / "new"
    (new / "keys").mkdir(parents=True)
    (new / "keys" / "secret").write_text("the only one")
    assert held("restore", str(tmp_path / "nowhere"), data=new).returncode == 1
    assert (new / "keys" / "secret").read_text() == "the only one"


@pytest.mark.parametrize("begun", ["keyring.db", "restore-unfinished", "other"])
def test_where_more_was_written_it_stays(tmp_path, settings, begun):
    settings.HELD_DATA, settings.HELD_KEYS, settings.HELD_WORDS = tmp_path, tmp_path / "keys", tmp_path / "held.db"
    settings.HELD_KEYS.mkdir()
    there = {"keyring.db": settings.HELD_KEYS / "keyring.db", "restore-unfinished": mark(), "other": tmp_path / "mine"}
    there[begun].touch()
    with pytest.raises(ValueError, match="refused"), leaves_no_trace(new=True):
        raise ValueError("refused")
    assert there[begun].exists()
