"""A destroyed key is gone from every copy; killed anywhere in between, nothing else is lost."""

import errno
import shutil
import sqlite3
import threading

import pytest
from django.conf import settings

from held.keyring import binary, buckets, destroyed
from held.keyring.destroyed import WhyMissing
from held.keyring.kek import NoWrappingKey, WrappingKey, epochs_in
from held.keyring.ring import this_ring
from held.keyring.store import KeyGone, Keyring
from held.keyring.text import destroy_key, forget_key, forget_ring, new_key, seal, unseal
from tests.killing import STEP, killed_before_call, numbers_of_calls


@pytest.fixture(autouse=True, params=[buckets.AT_MOST, 2], ids=["together", "in buckets"])
def at_most(request, monkeypatch):
    """Each of these tests runs with few keys in one bucket, too."""
    monkeypatch.setattr(buckets, "AT_MOST", request.param)


@pytest.fixture
def ring(tmp_path):
    return Keyring(tmp_path / "keys")


def copied(folder, name):
    """All files of the keys at this moment."""
    return shutil.copytree(folder, folder.parent / name)


def every_byte(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def all_wrapped(folder):
    with sqlite3.connect(folder / "keyring.db") as there:
        return [row[0] for row in there.execute("SELECT wrapped FROM key")]


def test_it_is_gone_and_all_others_open_under_a_new_epoch(ring):
    keys = {key_id: ring.key(key_id) for key_id in (ring.new_key() for _ in range(20))}
    first, second, *kept = keys
    ring.destroy([first, second])
    for gone in (first, second):
        with pytest.raises(KeyGone):
            ring.key(gone)
    assert {key_id: ring.key(key_id) for key_id in kept} == {key_id: keys[key_id] for key_id in kept}
    assert sorted(ring.ids()) == sorted(kept)
    assert ring.epoch == 2
    assert epochs_in(ring.folder) == [2]
    assert Keyring(ring.folder).key(kept[0]) == keys[kept[0]]
    assert Keyring(ring.folder).key(ring.new_key())


def test_an_older_keyring_does_not_open_with_todays_key(ring):
    gone, kept = ring.new_key(), ring.new_key()
    ring.destroy([ring.new_key()])
    before = copied(ring.folder, "before")
    ring.destroy([gone])
    (before / "kek-2").unlink()
    shutil.copy(ring.folder / "kek-3", before / "kek-3")
    with pytest.raises(NoWrappingKey, match="kek-2 is missing"):
        Keyring(before)
    shutil.move(before / "kek-3", before / "kek-2")  # under any name
    for key_id in (gone, kept):
        with pytest.raises(NoWrappingKey):
            Keyring(before).key(key_id)


def test_destroying_a_key_closes_only_what_it_sealed():
    key, other = new_key(), new_key()
    one, two = seal(key, "here", "so small"), binary.seal_bytes(other, "here", b"stays")
    destroy_key(key)
    with pytest.raises(KeyGone):
        unseal(key, "here", one)
    assert binary.unseal_bytes(other, "here", two) == b"stays"
    forget_ring()  # as another start would read them
    with pytest.raises(KeyGone):
        unseal(key, "here", one)
    forget_key(other)
    with pytest.raises(KeyGone):
        binary.unseal_bytes(other, "here", two)
    assert epochs_in(settings.HELD_KEYS) == [this_ring().epoch]


def test_no_byte_of_it_nor_of_the_former_wrapping_key_is_left_in_any_file(ring):
    ids = [ring.new_key() for _ in range(200)]
    before, former = all_wrapped(ring.folder), (ring.folder / "kek-1").read_bytes()
    clear = [ring.key(key_id) for key_id in ids]
    looked = every_byte(ring.folder)
    assert former in looked
    assert all(wrapped in looked for wrapped in before)  # the check finds what is there
    ring.destroy(ids[::2])
    left = every_byte(ring.folder)
    assert not [secret for secret in (former, *before, *clear) if secret in left]
    assert (ring.folder / "keyring.db-wal").stat().st_size == 0


def test_a_key_that_was_never_there_begins_no_epoch(ring):
    ring.new_key()
    ring.destroy(["never there"])
    ring.destroy([])
    assert ring.epoch == 1


def test_the_last_key_can_be_destroyed_as_well(ring):
    ring.destroy([ring.new_key()])
    assert list(Keyring(ring.folder).ids()) == []
    assert Keyring(ring.folder).key(ring.new_key())


def test_a_process_with_the_former_wrapping_key_notices(ring):
    beside = Keyring(ring.folder)
    gone, kept = ring.new_key(), ring.new_key()
    clear = beside.key(kept)
    for epoch in (2, 3, 4):
        ring.destroy([ring.new_key()])
        assert beside.key(kept) == clear
        assert ring.key(beside.new_key())
        assert beside.epoch == epoch
    beside.destroy([gone])
    assert ring.key(kept) == clear
    with pytest.raises(KeyGone):
        ring.key(gone)


def test_a_row_that_was_read_just_before_is_read_again(ring, monkeypatch):
    kept, beside = ring.new_key(), Keyring(ring.folder)
    beside._kek = WrappingKey(0, b"")  # it has not yet read a wrapping key of this epoch
    read = beside._row

    def just_before(key_id):
        row = read(key_id)
        if row[0] == 1:
            ring.destroy([ring.new_key()])
        return row

    monkeypatch.setattr(beside, "_row", just_before)
    assert beside.key(kept) == ring.key(kept)


def test_while_keys_are_destroyed_others_are_read_and_made(ring):
    kept = {key_id: ring.key(key_id) for key_id in (ring.new_key() for _ in range(10))}
    beside, enough, faults, made = Keyring(ring.folder), threading.Event(), [], []

    def go_on(here):
        try:
            while not enough.is_set():
                assert all(here.key(key_id) == clear for key_id, clear in kept.items())
                made.append(here.new_key())
        except Exception as fault:  # noqa: BLE001  # reported by the test
            faults.append(fault)
        finally:
            here.close()

    threads = [threading.Thread(target=go_on, args=(here,)) for here in (ring, beside) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(25):
        ring.destroy([ring.new_key()])
    enough.set()
    for thread in threads:
        thread.join()
    assert not faults
    assert made
    assert sorted(ring.ids()) == sorted([*kept, *made])
    assert all(ring.key(key_id) for key_id in made)
    assert epochs_in(ring.folder) == [26]


def test_in_a_damaged_keyring_no_key_is_destroyed(ring):
    doomed, damaged = ring.new_key(), ring.new_key()
    ring._connection.execute("UPDATE key SET wrapped = x'00' WHERE id = ?", (damaged,))
    with pytest.raises(NoWrappingKey):
        ring.destroy([doomed])
    assert ring.key(doomed)
    assert ring.epoch == 1
    assert Keyring(ring.folder).key(doomed)


def test_a_full_disk_is_told_and_nothing_goes(ring, monkeypatch):
    doomed = ring.new_key()

    def full(connection, ids):
        fault = sqlite3.OperationalError("database or disk is full")
        fault.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(ring, "_begin_epoch", full)
        with pytest.raises(OSError, match="no room") as told:
            ring.destroy([doomed])
    assert told.value.errno == errno.ENOSPC
    assert ring.key(doomed)
    ring.destroy([doomed])


def test_killed_before_any_call_it_opens_and_nothing_else_is_lost(ring, tmp_path):
    """Planted below: the same check finds a place that destroyed the former wrapping key too early."""
    doomed, *others = (ring.new_key() for _ in range(4))
    clear = {key_id: ring.key(key_id) for key_id in (doomed, *others)}
    ring.close()
    still_there, gone = 0, 0
    for number in numbers_of_calls():
        folder = copied(ring.folder, f"killed-{number}")
        if not killed_before_call(number, lambda folder=folder: Keyring(folder).destroy([doomed])):
            break
        if is_there(folder, doomed, clear):
            still_there += 1
        else:
            gone += 1
            assert why_missing(folder, doomed) is WhyMissing.DESTROYED
            assert epochs_in(folder) == [2]  # the first to open it has ended what was begun
        Keyring(folder).destroy([doomed])
        assert not is_there(folder, doomed, clear)
        assert why_missing(folder, doomed) is WhyMissing.DESTROYED
        assert len(epochs_in(folder)) == 1
        shutil.rmtree(folder)
    assert still_there > 20 // STEP
    assert gone > 10 // STEP


def test_the_same_look_finds_a_wrapping_key_that_went_too_early(ring):
    doomed, other = ring.new_key(), ring.new_key()
    clear = {key_id: ring.key(key_id) for key_id in (doomed, other)}
    (ring.folder / "kek-1").rename(ring.folder / "kek-2")
    with pytest.raises(NoWrappingKey):
        is_there(ring.folder, doomed, clear)


def test_the_same_look_finds_a_key_destroyed_before_it_is_noted(ring, monkeypatch):
    """Planted: the record follows the destruction in a separate transaction, and a kill comes between the two."""
    doomed = ring.new_key()
    monkeypatch.setattr(destroyed, "note", lambda *_now, **_told: None)
    ring.destroy([doomed])
    assert why_missing(ring.folder, doomed) is WhyMissing.LOST


def why_missing(folder, key_id):
    """What a keyring opened from this folder says about a key that it does not have."""
    opened = Keyring(folder)
    try:
        return opened.why_missing(key_id)
    finally:
        opened.close()


def is_there(folder, doomed, clear):
    """Whether the doomed key is still there; every other one must open, and open the same."""
    opened = Keyring(folder)
    try:
        for key_id in clear:
            if key_id != doomed:
                assert opened.key(key_id) == clear[key_id]
        return opened.key(doomed) == clear[doomed]
    except KeyGone:
        return False
    finally:
        opened.close()
