"""`held restore FOLDER` says what came back. What comes back is tested in tests/keeping/test_restore.py."""

import pytest

from tests.running import held

pytestmark = pytest.mark.harness


def test_it_says_how_much_opened_and_that_stories_are_closed(place, tmp_path):
    held("backup", str(tmp_path / "copy"), data=place)
    ended = held("restore", str(tmp_path / "copy"), data=tmp_path / "new")
    assert ended.returncode == 0
    assert "sealed things opened and are whole" in ended.stdout
    assert "Every story is closed to all but its family" in ended.stdout


def test_a_folder_without_a_copy_is_answered_with_a_question(tmp_path):
    ended = held("restore", str(tmp_path), data=tmp_path / "new")
    assert ended.returncode == 1
    assert "Is this the folder of the second copy?" in ended.stderr
