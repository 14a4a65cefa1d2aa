"""A database without its keys, and keys without their database, are neither a healthy place nor a new one."""

import shutil

import pytest

from held.keeping.copies import whole_copies
from tests.inside import inside
from tests.running import DidNotStart, Running, held

pytestmark = pytest.mark.harness

KEYS_OF_ANOTHER = """
from django.conf import settings
from held.keyring.text import new_key, open_ring
open_ring(settings.HELD_KEYS)
new_key()
"""
ANOTHER_PLACE = """
import sqlite3
from django.conf import settings
ring = sqlite3.connect(settings.HELD_KEYS / "keyring.db", isolation_level=None)
ring.execute("UPDATE place SET id = 'another'")
"""


@pytest.fixture
def without_keys(place):
    """The database of a place whose folder of keys is lost."""
    shutil.rmtree(place / "keys")
    return place


@pytest.fixture
def without_words(place):
    """The keys of a place whose database is lost."""
    for path in place.glob("held.db*"):
        path.unlink()
    return place


def test_words_without_keys_are_not_opened_and_no_new_keys_are_made(without_keys):
    for _ in range(2):
        with pytest.raises(DidNotStart, match="The words are here, their keys are not"):
            Running(without_keys).start()
        assert not (without_keys / "keys" / "keyring.db").exists()


def test_words_without_keys_are_not_called_a_whole_copy(without_keys, tmp_path):
    refused = held("backup", str(tmp_path / "copy"), data=without_keys)
    assert refused.returncode == 1
    assert "The words are here, their keys are not" in refused.stderr
    assert not whole_copies(tmp_path / "copy" / "copies")


def test_words_without_keys_are_a_finding_and_not_closed_for_good(without_keys):
    looked = held("check", data=without_keys)
    assert looked.returncode == 1
    assert "The words are here, their keys are not" in looked.stdout + looked.stderr
    opened = held("check", "--all", data=without_keys)
    assert opened.returncode == 1
    assert "their keys are not" in opened.stderr
    assert "Closed for good" not in opened.stdout


def test_keys_that_are_laid_back_open_everything_again(without_keys, seeded):
    with pytest.raises(DidNotStart):
        Running(without_keys).start()
    shutil.copytree(seeded / "keys", without_keys / "keys", dirs_exist_ok=True)
    opened = held("check", "--all", data=without_keys)
    assert "are intact." in opened.stdout
    assert "Damaged" not in opened.stdout
    assert "Lost" not in opened.stdout


def test_the_keys_of_another_place_are_not_its_keys(without_keys, tmp_path):
    inside(tmp_path / "other", KEYS_OF_ANOTHER)
    shutil.copytree(tmp_path / "other" / "keys", without_keys / "keys")
    with pytest.raises(DidNotStart, match="their keys are not"):
        Running(without_keys).start()
    assert "their keys are not" in held("check", data=without_keys).stdout


def test_keys_without_words_are_not_a_new_place(place, tmp_path):
    held("backup", str(tmp_path / "copy"), data=place)
    for path in place.glob("held.db*"):
        path.unlink()
    for _ in range(2):
        with pytest.raises(DidNotStart, match="The keys are here, but the words are missing"):
            Running(place).start()
    refused = held("backup", str(tmp_path / "copy"), data=place)
    assert refused.returncode == 1
    assert "The keys are here, but the words are missing" in refused.stderr
    assert len(whole_copies(tmp_path / "copy" / "copies")) == 1
    assert "✗ not fine: The keys are here, but the words are missing" in held("check", data=place).stdout
    assert held("restore", str(tmp_path / "copy"), data=place).returncode == 0


def test_a_copy_of_another_place_does_not_replace_our_keys(without_words, seeded, tmp_path):
    other = shutil.copytree(seeded, tmp_path / "other")
    inside(other, ANOTHER_PLACE)
    held("backup", str(tmp_path / "copy"), data=other)
    before = (without_words / "keys" / "keyring.db").read_bytes()
    refused = held("restore", str(tmp_path / "copy"), data=without_words)
    assert refused.returncode == 1
    assert "keys of another place" in refused.stderr
    assert (without_words / "keys" / "keyring.db").read_bytes() == before


UNDONE = """
import sqlite3
from django.conf import settings
words = sqlite3.connect(settings.HELD_WORDS)
words.executescript("DELETE FROM place_hosting; DELETE FROM accounts_link; DELETE FROM accounts_account;")
"""


def test_a_start_killed_before_the_first_account_goes_on(tmp_path):
    with Running(tmp_path / "new"):
        pass
    inside(tmp_path / "new", UNDONE)  # the key is on the disk before its account
    with Running(tmp_path / "new") as running:
        assert running.first_link
