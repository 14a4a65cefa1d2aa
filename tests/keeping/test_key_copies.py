"""Keys are copied only into the newest copy, and come back whole or not at all."""

import shutil

import pytest
from django.test import override_settings

from held.keeping import key_copies
from held.keyring import store
from held.keyring.kek import NoWrappingKey, WrappingKey, epochs_in
from held.keyring.ring import forget_ring
from held.keyring.store import KeyGone, Keyring
from tests.killing import killed_before_call, numbers_of_calls


def test_the_copy_opens_what_the_original_opens(ring, tmp_path):
    key = ring.new_key()
    key_copies.copy_keys(tmp_path / "copy")
    assert key_copies.are_whole(tmp_path / "copy")
    assert Keyring(tmp_path / "copy").key(key) == ring.key(key)
    assert key_copies.place_of(tmp_path / "copy" / "keyring.db") == ring.place


def test_copying_again_adds_new_keys_and_drops_old_ones(ring, tmp_path):
    key_copies.copy_keys(tmp_path / "copy")
    (tmp_path / "copy" / "kek-7").write_bytes(b"7" * 32)
    key = ring.new_key()
    key_copies.copy_keys(tmp_path / "copy")
    assert not (tmp_path / "copy" / "kek-7").exists()
    assert Keyring(tmp_path / "copy").key(key) == ring.key(key)


@pytest.mark.parametrize("name", ["secret", "kek-1"])
def test_a_good_file_in_the_copy_is_not_replaced_by_another(ring, tmp_path, name):
    key_copies.copy_keys(tmp_path / "copy")
    good = (tmp_path / "copy" / name).read_bytes()
    before = (tmp_path / "copy" / "keyring.db").read_bytes()
    (tmp_path / "keys" / name).write_bytes(b"x" * 32)
    forget_ring()  # as another process reads them
    with pytest.raises(key_copies.OtherKeys, match=name):
        key_copies.copy_keys(tmp_path / "copy")
    assert (tmp_path / "copy" / name).read_bytes() == good
    assert (tmp_path / "copy" / "keyring.db").read_bytes() == before


def test_the_copy_is_behind_after_a_key_is_destroyed(ring, tmp_path):
    gone, kept = ring.new_key(), ring.new_key()
    assert not key_copies.are_behind(tmp_path / "copy")  # there is none
    key_copies.copy_keys(tmp_path / "copy")
    former = (tmp_path / "copy" / "kek-1").read_bytes()
    assert not key_copies.are_behind(tmp_path / "copy")
    ring.destroy([gone])
    assert key_copies.are_behind(tmp_path / "copy")
    key_copies.copy_keys(tmp_path / "copy")
    assert not key_copies.are_behind(tmp_path / "copy")
    assert epochs_in(tmp_path / "copy") == [2]
    assert former not in b"".join(path.read_bytes() for path in (tmp_path / "copy").iterdir())
    copied = Keyring(tmp_path / "copy")
    assert copied.key(kept) == ring.key(kept)
    with pytest.raises(KeyGone):
        copied.key(gone)


def test_keys_of_another_place_are_not_called_behind(ring, tmp_path):
    Keyring(tmp_path / "copy")
    ring.destroy([ring.new_key()])
    assert not key_copies.are_behind(tmp_path / "copy")


def test_a_copy_of_later_keys_than_ours_is_never_written_over(ring, tmp_path):
    shutil.copytree(tmp_path / "keys", tmp_path / "older")
    ring.destroy([ring.new_key()])
    kept = ring.new_key()
    key_copies.copy_keys(tmp_path / "copy")
    with override_settings(HELD_KEYS=tmp_path / "older"), pytest.raises(key_copies.OtherKeys, match="newer"):
        key_copies.copy_keys(tmp_path / "copy")
    assert Keyring(tmp_path / "copy").key(kept) == ring.key(kept)


def test_renewing_the_copy_may_be_killed_before_any_call_and_it_opens(ring, tmp_path):
    gone, kept = ring.new_key(), ring.new_key()
    clear = ring.key(kept)
    key_copies.copy_keys(tmp_path / "copy")
    ring.destroy([gone])
    ring.close()
    for number in numbers_of_calls():
        copy = shutil.copytree(tmp_path / "copy", tmp_path / f"killed-{number}")
        if not killed_before_call(number, lambda copy=copy: key_copies.copy_keys(copy)):
            break
        assert key_copies.are_whole(copy)
        assert Keyring(copy).key(kept) == clear
        key_copies.copy_keys(copy)
        assert epochs_in(copy) == [2]
        shutil.rmtree(copy)
    assert number > 50


def test_an_epoch_begun_during_the_copy_is_copied_too(ring, tmp_path, monkeypatch):
    gone, kept = ring.new_key(), ring.new_key()
    sync, begun = store.sync_file, []

    def meanwhile(path):
        sync(path)
        if not begun:
            begun.append(path)
            Keyring(ring.folder).destroy([gone])
            ring._kek = WrappingKey(0, b"")  # and we had not read the former one

    monkeypatch.setattr(key_copies, "open_ring", lambda _folder: ring)
    monkeypatch.setattr(store, "sync_file", meanwhile)
    key_copies.copy_keys(tmp_path / "copy")
    assert Keyring(tmp_path / "copy").key(kept) == ring.key(kept)
    assert epochs_in(tmp_path / "copy") == [2]


def destroyed_after_copying(ring, monkeypatch, times: int) -> list[str]:
    """One of the keys is destroyed each time the keyring has been copied, before the copy gets its name."""
    doomed, copied = [ring.new_key() for _ in range(times)], Keyring._copy_and_its_wrapping_key
    left = list(doomed)

    def and_then(self, half):
        kek = copied(self, half)
        if left:
            Keyring(ring.folder).destroy([left.pop()])
        return kek

    monkeypatch.setattr(Keyring, "_copy_and_its_wrapping_key", and_then)
    return doomed


@pytest.mark.parametrize("times", [1, 3])
def test_a_key_destroyed_during_the_copy_is_not_in_it(ring, tmp_path, monkeypatch, times):
    kept = ring.new_key()
    doomed = destroyed_after_copying(ring, monkeypatch, times)
    key_copies.copy_keys(tmp_path / "copy")
    copy = Keyring(tmp_path / "copy")
    assert list(copy.ids()) == [kept]
    assert copy.key(kept) == ring.key(kept)
    assert epochs_in(tmp_path / "copy") == [1 + len(doomed)]
    assert not key_copies.are_behind(tmp_path / "copy")


def test_copying_ends_though_keys_are_destroyed_all_the_time(ring, tmp_path, monkeypatch):
    kept = ring.new_key()
    destroyed_after_copying(ring, monkeypatch, 20)
    key_copies.copy_keys(tmp_path / "copy")
    assert key_copies.are_behind(tmp_path / "copy")
    assert Keyring(tmp_path / "copy").key(kept) == ring.key(kept)


def test_put_back_are_only_the_wrapping_key_that_belongs_and_no_other(ring, tmp_path):
    key = ring.new_key()
    key_copies.copy_keys(tmp_path / "copy")
    (tmp_path / "copy" / "kek-9").write_bytes(b"9" * 32)
    with override_settings(HELD_KEYS=tmp_path / "new"):
        key_copies.put_keys_back(tmp_path / "copy")
    assert epochs_in(tmp_path / "new") == [1]
    assert Keyring(tmp_path / "new").key(key) == ring.key(key)


def test_keys_without_their_wrapping_key_are_not_whole(ring, tmp_path):
    ring.new_key()
    key_copies.copy_keys(tmp_path / "copy")
    (tmp_path / "copy" / "kek-1").rename(tmp_path / "copy" / "kek-2")
    assert not key_copies.are_whole(tmp_path / "copy")
    with pytest.raises(NoWrappingKey):
        Keyring(tmp_path / "copy")


def test_keys_of_an_empty_place_are_replaced(ring, tmp_path):
    key = ring.new_key()
    key_copies.copy_keys(tmp_path / "copy")
    with override_settings(HELD_KEYS=tmp_path / "new"):
        Keyring(tmp_path / "new")
        key_copies.put_keys_back(tmp_path / "copy")
    assert Keyring(tmp_path / "new").key(key) == ring.key(key)


def test_newer_keys_of_the_same_place_stay(ring, tmp_path):
    key_copies.copy_keys(tmp_path / "copy")
    key = ring.new_key()
    key_copies.put_keys_back(tmp_path / "copy")
    assert ring.key(key)


def test_older_keys_here_bring_no_destroyed_key_back(ring, tmp_path):
    gone = ring.new_key()
    shutil.copytree(tmp_path / "keys", tmp_path / "older")
    ring.destroy([gone])
    kept = ring.new_key()
    key_copies.copy_keys(tmp_path / "copy")
    with override_settings(HELD_KEYS=tmp_path / "older"):
        key_copies.put_keys_back(tmp_path / "copy")
    assert list(Keyring(tmp_path / "older").ids()) == [kept]
    assert epochs_in(tmp_path / "older") == [2]
    shutil.copytree(tmp_path / "keys", tmp_path / "newer")
    with override_settings(HELD_KEYS=tmp_path / "newer"):
        Keyring(tmp_path / "newer").destroy([kept])
        key_copies.put_keys_back(tmp_path / "copy")
    assert list(Keyring(tmp_path / "newer").ids()) == []


def test_keys_that_are_not_whole_are_recognized(tmp_path):
    assert not key_copies.are_whole(tmp_path)
    (tmp_path / "keyring.db").write_text("no keyring at all, but long enough to be looked at" * 9)
    assert key_copies.place_of(tmp_path / "keyring.db") is None
    assert key_copies.place_of(tmp_path / "nothing.db") is None


def test_a_wrapping_key_that_was_being_copied_goes_with_its_epoch(ring, tmp_path):
    """Killed between writing and naming it: the file left there would open older copies of the keyring for ever."""
    doomed, copy = ring.new_key(), tmp_path / "copy"
    key_copies.copy_keys(copy)
    half = copy / "kek-1.part"
    half.write_bytes((copy / "kek-1").read_bytes())
    assert key_copies.are_behind(copy)
    ring.destroy([doomed])
    key_copies.copy_keys(copy)
    assert not half.exists()
    assert not key_copies.are_behind(copy)


def test_a_half_in_the_place_itself_goes_when_a_key_is_destroyed(ring, tmp_path):
    doomed = ring.new_key()
    half = tmp_path / "keys" / "kek-2.part"
    half.write_bytes(b"2" * 32)
    ring.destroy([doomed])
    assert not half.exists()
