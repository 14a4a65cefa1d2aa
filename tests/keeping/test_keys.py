"""Keys leave only into the newest copy, and come back whole or not at all."""

import pytest
from django.test import override_settings

from held.keeping import keys
from held.keyring.store import Keyring


@pytest.fixture
def ring(tmp_path):
    with override_settings(HELD_KEYS=tmp_path / "keys"):
        made = Keyring(tmp_path / "keys")
        (tmp_path / "keys" / "secret").write_text("a secret")
        yield made


def test_the_copy_opens_what_the_original_opens(ring, tmp_path):
    key = ring.new_key()
    keys.copy_keys(tmp_path / "copy")
    assert keys.are_whole(tmp_path / "copy")
    assert Keyring(tmp_path / "copy").key(key) == ring.key(key)
    assert keys.place_of(tmp_path / "copy" / "keyring.db") == ring.place


def test_copying_again_brings_new_keys_and_drops_wrapping_keys_that_are_gone(ring, tmp_path):
    keys.copy_keys(tmp_path / "copy")
    (tmp_path / "copy" / "kek-7").write_bytes(b"7" * 32)
    key = ring.new_key()
    keys.copy_keys(tmp_path / "copy")
    assert not (tmp_path / "copy" / "kek-7").exists()
    assert Keyring(tmp_path / "copy").key(key) == ring.key(key)


@pytest.mark.parametrize("name", ["secret", "kek-1"])
def test_a_good_file_in_the_copy_is_not_replaced_by_another(ring, tmp_path, name):
    keys.copy_keys(tmp_path / "copy")
    good = (tmp_path / "copy" / name).read_bytes()
    (tmp_path / "keys" / name).write_bytes(b"x" * 32)
    with pytest.raises(keys.OtherKeys, match=name):
        keys.copy_keys(tmp_path / "copy")
    assert (tmp_path / "copy" / name).read_bytes() == good


def test_keys_of_an_empty_place_are_replaced(ring, tmp_path):
    key = ring.new_key()
    keys.copy_keys(tmp_path / "copy")
    with override_settings(HELD_KEYS=tmp_path / "new"):
        Keyring(tmp_path / "new")
        keys.put_keys_back(tmp_path / "copy")
    assert Keyring(tmp_path / "new").key(key) == ring.key(key)


def test_newer_keys_of_the_same_place_stay(ring, tmp_path):
    keys.copy_keys(tmp_path / "copy")
    key = ring.new_key()
    keys.put_keys_back(tmp_path / "copy")
    assert ring.key(key)


def test_what_is_not_whole_says_so(tmp_path):
    assert not keys.are_whole(tmp_path)
    (tmp_path / "keyring.db").write_text("no keyring at all, but long enough to be looked at" * 9)
    assert keys.place_of(tmp_path / "keyring.db") is None
    assert keys.place_of(tmp_path / "nothing.db") is None
