"""The copy of the keys contains every no, and no no is lost when keys are put back."""

import shutil

from django.test import override_settings

from held.keeping import key_copies
from held.keyring import sql
from held.keyring.store import Keyring
from tests.killing import killed_before_call, numbers_of_calls

PART = "part 4f0c6a2e9d1b4c7f8a3e5d6c7b8a9f01 readers"


def test_the_copy_carries_every_no_and_is_behind_as_soon_as_it_lacks_one(ring, tmp_path):
    ring.append_no(PART, 1)
    key_copies.copy_keys(tmp_path / "copy")
    assert key_copies.noes_in(tmp_path / "copy" / "keyring.db") == {PART: 1}
    assert not key_copies.are_behind(tmp_path / "copy")
    ring.append_no(PART, 1)  # said twice
    assert not key_copies.are_behind(tmp_path / "copy")
    ring.append_no(PART, 4)
    assert key_copies.are_behind(tmp_path / "copy")
    key_copies.copy_keys(tmp_path / "copy")
    assert not key_copies.are_behind(tmp_path / "copy")
    assert Keyring(tmp_path / "copy").noes() == {PART: 4}


def without_a_log(ring):
    """A keyring from before the log existed."""
    ring._connection.execute("DROP TABLE no")


def test_a_copy_from_before_there_was_a_log_is_read_and_renewed(ring, tmp_path):
    without_a_log(ring)
    key_copies.copy_keys(tmp_path / "copy")
    assert key_copies.noes_in(tmp_path / "copy" / "keyring.db") == {}
    ring._connection.executescript(sql.NOES)
    assert not key_copies.are_behind(tmp_path / "copy")
    ring.append_no(PART, 0)
    assert key_copies.are_behind(tmp_path / "copy")
    key_copies.copy_keys(tmp_path / "copy")
    assert key_copies.noes_in(tmp_path / "copy" / "keyring.db") == {PART: 0}


def test_a_no_that_only_the_copy_holds_is_not_written_over(ring, tmp_path):
    """Older keys were put back by hand."""
    shutil.copytree(tmp_path / "keys", tmp_path / "older")
    ring.append_no(PART, 3)
    key_copies.copy_keys(tmp_path / "copy")
    with override_settings(HELD_KEYS=tmp_path / "older"):
        key_copies.copy_keys(tmp_path / "copy")
        assert Keyring(tmp_path / "older").noes() == {PART: 3}
    assert key_copies.noes_in(tmp_path / "copy" / "keyring.db") == {PART: 3}


def test_put_back_with_the_keys_each_no_comes_too(ring, tmp_path):
    ring.append_no(PART, 2)
    key_copies.copy_keys(tmp_path / "copy")
    with override_settings(HELD_KEYS=tmp_path / "new"):
        key_copies.put_keys_back(tmp_path / "copy")
    assert Keyring(tmp_path / "new").noes() == {PART: 2}


def test_keys_that_stay_learn_each_no_of_the_copy(ring, tmp_path):
    ring.append_no("said before", 1)
    shutil.copytree(tmp_path / "keys", tmp_path / "older")
    ring.append_no("said before", 5)
    ring.append_no("said since", 1)
    key_copies.copy_keys(tmp_path / "copy")
    with override_settings(HELD_KEYS=tmp_path / "older"):
        Keyring(tmp_path / "older").append_no("said only here", 9)
        key_copies.put_keys_back(tmp_path / "copy")
    found = {"said before": 5, "said since": 1, "said only here": 9}
    assert Keyring(tmp_path / "older").noes() == found


def keys_of_two_epochs(ring, tmp_path):
    """Older keys with their own no, and a copy of later ones; returns the key that only the later ones still have."""
    gone = ring.new_key()
    shutil.copytree(tmp_path / "keys", tmp_path / "older")
    older = Keyring(tmp_path / "older")
    older.append_no("said only here", 9)
    older.close()
    ring.destroy([gone])
    ring.append_no("said there", 1)
    kept = ring.new_key()
    key_copies.copy_keys(tmp_path / "copy")
    ring.close()
    return kept


def test_keys_that_are_replaced_leave_each_no_to_those_that_come(ring, tmp_path):
    kept = keys_of_two_epochs(ring, tmp_path)
    with override_settings(HELD_KEYS=tmp_path / "older"):
        key_copies.put_keys_back(tmp_path / "copy")
    assert Keyring(tmp_path / "older").noes() == {"said only here": 9, "said there": 1}
    assert list(Keyring(tmp_path / "older").ids()) == [kept]
    assert key_copies.noes_in(tmp_path / "copy" / "keyring.db") == {"said there": 1}  # the copy is not written to
    assert not (tmp_path / "older" / "keyring.db.coming").exists()


def test_no_refusal_is_lost_when_restoring_keys_is_killed(ring, tmp_path):
    kept = keys_of_two_epochs(ring, tmp_path)
    for number in numbers_of_calls():
        here = shutil.copytree(tmp_path / "older", tmp_path / f"killed-{number}")
        with override_settings(HELD_KEYS=here):
            if not killed_before_call(number, lambda: key_copies.put_keys_back(tmp_path / "copy")):
                break
            key_copies.put_keys_back(tmp_path / "copy")
        opened = Keyring(here)
        assert opened.noes() == {"said only here": 9, "said there": 1}
        assert list(opened.ids()) == [kept]
        opened.close()
        shutil.rmtree(here)
    assert number > 50


def test_a_no_of_another_place_is_not_taken_over(ring, tmp_path):
    key_copies.copy_keys(tmp_path / "copy")
    with override_settings(HELD_KEYS=tmp_path / "new"):
        Keyring(tmp_path / "new").append_no("of another place", 1)
        key_copies.put_keys_back(tmp_path / "copy")
    assert Keyring(tmp_path / "new").noes() == {}
