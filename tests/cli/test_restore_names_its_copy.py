"""`held restore` names the copy it uses, and does not use an older one by itself when the newest is damaged."""

import shutil

import pytest

from held.keeping.copies import whole_copies
from tests.inside import inside
from tests.running import held

pytestmark = pytest.mark.harness
UPGRADE_COPY = (
    "from held.keeping.copy_before_upgrade import begin_upgrade; begin_upgrade(place=open_ring(s.HELD_KEYS).site_id)"
)
RING = "from held.keyring.text import open_ring; from django.conf import settings as s; "


@pytest.fixture(scope="module")
def made(seeded, tmp_path_factory):
    """A backup with two dated copies in it."""
    disk = tmp_path_factory.mktemp("disk")
    folder, data = (
        disk / "copy",
        shutil.copytree(seeded, disk / "place"),
    )  # a backup changes the place: it is noted there
    for _ in range(2):
        assert held("backup", str(folder), data=data).returncode == 0
    return folder


@pytest.fixture
def second_copy(made, tmp_path):
    """The same, for a test to change; its older and its newest copy."""
    folder = shutil.copytree(made, tmp_path / "copy")
    return folder, *whole_copies(folder / "copies")


def test_a_damaged_newest_copy_is_not_passed_over(second_copy, tmp_path):
    folder, older, newest = second_copy
    (newest / "manifest.json").unlink()
    refused = held("restore", str(folder), data=tmp_path / "new")
    assert refused.returncode == 1
    assert f"{newest} has no manifest that can be read" in refused.stderr
    assert f"bin/held restore {folder} --copy {older.name}" in refused.stderr
    assert not (tmp_path / "new").exists()
    taken = held("restore", str(folder), "--copy", older.name, data=tmp_path / "new")
    assert taken.returncode == 0, taken.stderr
    assert f"from {older.name}, made on " in taken.stdout
    assert f"Newer, and not taken because you named this one: {newest.name}." in taken.stdout


def test_a_copy_that_was_not_finished_is_named_and_left_out(second_copy, tmp_path):
    folder, older, newest = second_copy
    half = newest.rename(newest.with_name(f"{newest.name}.part"))
    (half / "manifest.json").unlink()
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "held.db.aside").touch()
    taken = held("restore", str(folder), data=tmp_path / "new")
    assert taken.returncode == 0, taken.stderr
    assert f"from {older.name}, made on " in taken.stdout
    assert f"{half.name} is newer and wasn’t finished" in taken.stdout
    assert f"{tmp_path}/new/held.db.aside is left over from a first start" in taken.stdout.splitlines()[-2]


def test_an_upgrade_copy_not_yet_named_is_restored(place, tmp_path):
    inside(place, RING + UPGRADE_COPY)
    (copy,) = whole_copies(place / "before-upgrade")
    copy.rename(copy.with_name(f"{copy.name}.part"))
    taken = held("restore", str(place / "before-upgrade"), data=tmp_path / "new")
    assert taken.returncode == 0, taken.stderr
    assert f"from {copy.name}.part, made on " in taken.stdout
