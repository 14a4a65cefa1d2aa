"""A command that only reads a place makes none: it says that there is none here, and how to name another."""

import shutil

import pytest

from tests.running import held

pytestmark = pytest.mark.harness


def names(folder) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize("before", ["missing", "empty", "somebody's", "missing, with a database"])
def test_without_a_place_it_says_so_and_makes_nothing(tmp_path, before):
    data, copy = tmp_path / "place", tmp_path / "copy"
    if not before.startswith("missing"):
        data.mkdir()
    if before == "somebody's":
        (data / "letter").touch()
    settings = {"HELD_DATABASE_URL": "postgresql://nobody@localhost:9/none"} if "database" in before else {}
    there = names(tmp_path)
    for command in (["check"], ["check", "--all"], ["check", "--address"], ["backup", str(copy)]):
        ended = held(*command, data=data, **settings)
        assert ended.returncode == 1
        assert f"There is no place in {data}. If yours is kept elsewhere, name its folder in HELD_DATA." in ended.stderr
        assert names(tmp_path) == there
    assert held("restore", str(copy), data=data).returncode == 1
    assert names(tmp_path) in (there, [name for name in there if name != "place"])


@pytest.mark.parametrize(
    ("lost", "told"),
    [("keys", "The words are here, their keys are not"), ("held.db", "The keys are here, but the words are missing")],
)
def test_where_a_part_is_lost_it_says_so_and_makes_no_other(place, tmp_path, lost, told):
    if lost == "keys":
        shutil.rmtree(place / "keys")
    for path in place.glob("held.db*") if lost == "held.db" else ():
        path.unlink()
    there = names(place)
    for command in (["check"], ["check", "--all"], ["backup", str(tmp_path / "copy")]):
        ended = held(*command, data=place)
        assert ended.returncode == 1
        assert told in ended.stdout + ended.stderr
        assert [name for name in names(place) if not name.endswith(("-wal", "-shm"))] == there


def test_a_restore_that_was_cut_off_before_the_words_were_there_is_told(tmp_path):
    data = tmp_path / "place"
    data.mkdir()
    (data / "restore-unfinished").touch()
    ended = held("check", data=data)
    assert ended.returncode == 1
    assert "A restore was not finished" in ended.stdout + ended.stderr
    assert names(data) == ["restore-unfinished"]
