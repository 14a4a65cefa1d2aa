"""Keys in buckets are copied whole, renewed after each destruction, and come back; so do copies from before buckets."""

import shutil

import pytest
from django.test import override_settings

from held.keeping import key_copies
from held.keyring import buckets
from held.keyring.kek import epochs_in, file_of
from held.keyring.store import Keyring
from tests.keyring.openable import every_key, openable
from tests.killing import killed_before_call, numbers_of_calls


@pytest.fixture
def divided(ring, monkeypatch):
    """The keyring of this place, with ten keys in buckets of three."""
    monkeypatch.setattr(buckets, "AT_MOST", 3)
    for _ in range(10):
        ring.new_key()
    ring.destroy([ring.new_key()])
    return ring


def test_keys_in_buckets_are_copied_and_come_back(divided, tmp_path):
    keys = every_key(divided.folder)
    key_copies.copy_keys(tmp_path / "copy")
    assert not key_copies.keys_are_outdated(tmp_path / "copy")
    with override_settings(HELD_KEYS=tmp_path / "new"):
        key_copies.put_keys_back(tmp_path / "copy")
    assert every_key(tmp_path / "copy") == every_key(tmp_path / "new") == keys
    written = {(tmp_path / name / file_of(divided.epoch)).read_bytes() for name in ("keys", "copy", "new")}
    assert [len(one) for one in written] == [40]  # the mark that an older program refuses comes along


def test_a_copy_made_before_buckets_comes_back_and_is_divided(ring, tmp_path, monkeypatch):
    keys = {key_id: ring.key(key_id) for key_id in (ring.new_key() for _ in range(10))}
    key_copies.copy_keys(tmp_path / "copy")
    assert len((tmp_path / "copy" / "kek-1").read_bytes()) == 32
    monkeypatch.setattr(buckets, "AT_MOST", 3)
    with override_settings(HELD_KEYS=tmp_path / "new"):
        key_copies.put_keys_back(tmp_path / "copy")
    assert every_key(tmp_path / "new") == keys
    gone, *kept = keys
    Keyring(tmp_path / "new").destroy([gone])
    assert every_key(tmp_path / "new") == {key_id: keys[key_id] for key_id in kept}
    assert openable([tmp_path / "copy" / "keyring.db"], tmp_path / "new") == {}


def test_renewing_the_copy_is_killed_anywhere_and_it_opens(divided, tmp_path):
    key_copies.copy_keys(tmp_path / "copy")
    before = every_key(tmp_path / "copy")
    gone = min(before)
    divided.destroy([gone])
    now = every_key(divided.folder)
    divided.close()
    for number in numbers_of_calls():
        copy = shutil.copytree(tmp_path / "copy", tmp_path / f"killed-{number}")
        if not killed_before_call(number, lambda copy=copy: key_copies.copy_keys(copy)):
            break
        assert every_key(copy) in (before, now)
        key_copies.copy_keys(copy)
        assert every_key(copy) == now
        assert epochs_in(copy) == [divided.epoch]
        assert gone not in openable([tmp_path / "copy" / "keyring.db"], copy)
        shutil.rmtree(copy)
    assert number > 50
