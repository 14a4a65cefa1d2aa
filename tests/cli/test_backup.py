"""`held backup FOLDER` says where the copy is and what is in it."""

import pytest

from tests.running import held

pytestmark = pytest.mark.harness


def test_it_says_where_the_copy_is_and_that_the_disk_is_the_same(place, tmp_path):
    ended = held("backup", str(tmp_path / "copy"), data=place)
    assert ended.returncode == 0
    assert f"The copy is whole: {tmp_path / 'copy' / 'copies'}" in ended.stdout
    assert "1 story, 2 saved versions" in ended.stdout
    assert "same disk" in ended.stdout


def test_a_place_that_was_never_begun_has_nothing_to_copy(tmp_path):
    ended = held("backup", str(tmp_path / "copy"), data=tmp_path / "place")
    assert ended.returncode == 1
    assert "There is no place in" in ended.stderr
    assert not (tmp_path / "copy").exists()


def test_a_folder_that_takes_no_copy_is_refused_before_any_promise(place, tmp_path):
    ended = held("backup", "/proc/x", data=place)
    assert ended.returncode == 1
    assert ended.stderr.startswith("/proc/x is not there, and can’t be made.")
    assert "Copying everything" not in ended.stdout
