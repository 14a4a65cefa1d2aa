"""`held restore FOLDER` says what came back. What comes back is tested in tests/keeping/test_restore.py."""

import pytest

from held.keeping.copies import whole_copies
from tests.inside import inside
from tests.running import held

pytestmark = pytest.mark.harness


def test_it_says_how_much_opened_and_that_stories_are_closed(place, tmp_path):
    held("backup", str(tmp_path / "copy"), data=place)
    ended = held("restore", str(tmp_path / "copy"), data=tmp_path / "new")
    assert ended.returncode == 0
    assert "sealed items open correctly" in ended.stdout
    assert "Every story is closed to everyone but its family" in ended.stdout
    assert ended.stdout.rstrip().endswith("Now: bin/held serve")


def test_it_says_what_the_copy_holds_and_that_removed_keys_open_again(place, tmp_path):
    held("backup", str(tmp_path / "copy"), data=place)
    ended = held("restore", str(tmp_path / "copy"), data=tmp_path / "new")
    assert "In it: 1 story, 2 saved versions, 0 photographs." in ended.stdout
    assert "Passkeys and paper codes that were removed since this copy was made work again" in ended.stdout
    assert "holds more" not in ended.stdout


def test_it_says_when_an_older_copy_holds_more(place, tmp_path):
    folder = tmp_path / "copy"
    held("backup", str(folder), data=place)
    (older,) = whole_copies(folder / "copies")
    inside(
        place,
        "from held.stories.models import Leaf, Version; Leaf.objects.update(current=None); "
        "Version.objects.last().delete()",
    )
    held("backup", str(folder), data=place)
    ended = held("restore", str(folder), data=tmp_path / "new")
    assert "In it: 1 story, 1 saved version, 0 photographs." in ended.stdout
    assert f"An older copy holds more: {older.name} (1 story, 2 saved versions, 0 photographs)." in ended.stdout


def test_a_folder_without_a_copy_is_answered_with_a_question(tmp_path):
    ended = held("restore", str(tmp_path), data=tmp_path / "new")
    assert ended.returncode == 1
    assert "Is this the backup folder?" in ended.stderr
