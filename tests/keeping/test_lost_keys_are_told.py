"""A lost key is reported as lost, with what helps; a key that was destroyed on purpose is reported as a wish."""

import json
import shutil

import pytest

from held.keeping.copies import whole_copies
from tests.inside import inside
from tests.running import held

pytestmark = pytest.mark.harness

WRITE_MORE = """
from held.accounts.models import Account
from held.families.models import Family
from held.stories.models import Story
from tests.cast import Cast
story = Story.objects.get()
Story.objects.create(family=story.family, made_by=story.made_by)
"""
DESTROY_FIRST = """
from held.keyring.text import destroy_key
from held.stories.models import Story
destroy_key(Story.objects.order_by("pk")[0].key)
"""
LOST = "Lost: the key of story 2. Nobody destroyed it on purpose."


@pytest.fixture
def older_keys(place, tmp_path):
    """The copy of the keys from before the second story was begun; the first key has been destroyed since."""
    folder = tmp_path / "copy"
    assert held("backup", str(folder), data=place).returncode == 0
    older = shutil.copytree(folder / "keys", tmp_path / "older-keys")
    inside(place, WRITE_MORE)
    return older


def put_back(older, into):
    shutil.rmtree(into)
    shutil.copytree(older, into)


def test_a_copy_with_keys_older_than_its_words_says_what_is_lost(place, older_keys, tmp_path):
    folder = tmp_path / "copy"
    assert held("backup", str(folder), data=place).returncode == 0
    newest = shutil.copytree(folder / "keys", tmp_path / "newest-keys")
    put_back(older_keys, folder / "keys")
    ended = held("restore", str(folder), data=tmp_path / "new")
    assert ended.returncode == 1
    assert LOST in ended.stdout
    assert "newest copy of the folder “keys”" in ended.stdout
    assert "Don’t start the place yet. First put the keys back" in ended.stdout
    assert "Now: bin/held serve" not in ended.stdout
    assert "Closed for good" not in ended.stdout
    put_back(newest, tmp_path / "new" / "keys")
    checked = held("check", "--all", data=tmp_path / "new")
    assert ("are intact." in checked.stdout, LOST in checked.stdout) == (True, False), checked.stdout


def test_older_keys_put_back_by_hand_are_found_and_their_copy_is_kept(place, older_keys, tmp_path):
    folder = tmp_path / "copy"
    assert held("backup", str(folder), data=place).returncode == 0
    newest = (folder / "keys" / "keyring.db").read_bytes()
    put_back(older_keys, place / "keys")
    checked = held("check", "--all", data=place)
    assert checked.returncode == 1
    assert LOST in checked.stdout
    assert f"{folder / 'keys'} has them" in checked.stdout
    looked = held("check", data=place)
    assert looked.returncode == 1
    assert "✗ not fine: Keys are lost (1)" in looked.stdout
    refused = held("backup", str(folder), data=place)
    assert refused.returncode == 1
    assert "still has them; it was not overwritten" in refused.stderr
    assert (folder / "keys" / "keyring.db").read_bytes() == newest


def test_destroyed_and_lost_are_told_apart_in_one_place(place, older_keys, tmp_path):
    folder = tmp_path / "copy"
    inside(place, DESTROY_FIRST)
    assert held("backup", str(folder), data=place).returncode == 0
    inside(place, WRITE_MORE.replace("Story.objects.get()", "Story.objects.order_by('pk')[1]"))
    keys = shutil.copytree(folder / "keys", tmp_path / "keys-of-the-copy")
    assert held("backup", str(folder), data=place).returncode == 0
    put_back(keys, folder / "keys")
    oldest, newest = whole_copies(folder / "copies")[0].name, whole_copies(folder / "copies")[-1].name
    ended = held("restore", str(folder), "--copy", newest, data=tmp_path / "new")
    assert ended.returncode == 1
    assert "Closed for good, because its key was destroyed on purpose: story 1." in ended.stdout
    assert "Lost: the key of story 3." in ended.stdout
    ended = held("restore", str(folder), "--copy", oldest, data=tmp_path / "older")
    assert ended.returncode == 0, ended.stdout
    assert "destroyed on purpose: story 1." in ended.stdout


@pytest.mark.parametrize("clock", ["1970-01-01T00:20:00+00:00", "2220-01-01T00:00:00+00:00"])
def test_a_wrong_clock_excuses_no_lost_key(place, older_keys, tmp_path, clock):
    folder = tmp_path / "copy"
    assert held("backup", str(folder), data=place).returncode == 0
    for manifest in folder.glob("copies/*/manifest.json"):
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"at": clock}))
    put_back(older_keys, folder / "keys")
    ended = held("restore", str(folder), data=tmp_path / "new")
    assert (ended.returncode, LOST in ended.stdout) == (1, True), ended.stdout
