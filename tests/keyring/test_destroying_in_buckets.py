"""What an old keyring opens beside today's wrapping keys: nothing that was destroyed since, killed anywhere or not."""

import shutil
from pathlib import Path

import pytest

from held.keyring import buckets, store
from held.keyring.kek import WrappingKey, epochs_in, file_of, read_wrapping_key
from held.keyring.store import Keyring
from tests.keyring.openable import every_key, openable
from tests.killing import STEP, killed_before_call, numbers_of_calls


@pytest.fixture(autouse=True)
def three_at_most(monkeypatch):
    monkeypatch.setattr(buckets, "AT_MOST", 3)


@pytest.fixture
def ring(tmp_path):
    """A keyring of ten keys that is not yet divided into buckets."""
    ring = Keyring(tmp_path / "keys")
    for _ in range(10):
        ring.new_key()
    return ring


@pytest.fixture
def divided(ring):
    """The same, divided into buckets."""
    ring.destroy([ring.new_key()])
    return ring


def old_keyring(ring) -> Path:
    """A copy of keyring.db alone."""
    path = ring.folder.parent / f"old-{ring.epoch}.db"
    ring.copy_to(path)
    return path


def assert_gone(gone: set[str], old: list[Path], folder: Path) -> None:
    """No key of these opens with old files of keyring.db, with today's, or with both, beside today's wrapping keys."""
    assert not gone & openable(old, folder).keys()
    assert not gone & openable([folder / "keyring.db"], folder).keys()
    assert not gone & openable([*old, folder / "keyring.db"], folder).keys()


@pytest.mark.parametrize("state", ["ring", "divided"])
def test_an_old_keyring_opens_nothing_with_a_newer_kek(request, state):
    ring = request.getfixturevalue(state)
    keys, old = every_key(ring.folder), old_keyring(ring)
    assert openable([old], ring.folder) == keys  # the look opens what can be opened
    first, second, third, *kept = keys
    for gone in ([first], [second, third]):
        ring.destroy(gone)
        assert_gone(set(gone), [old], ring.folder)
    assert openable([old], ring.folder) == {}
    assert every_key(ring.folder) == {key_id: keys[key_id] for key_id in kept}


def test_a_newer_keyring_opens_nothing_with_an_older_kek(divided, tmp_path):
    before = shutil.copytree(divided.folder, tmp_path / "before")
    divided.destroy([next(divided.ids())])
    divided.new_key()
    now = old_keyring(divided)
    assert openable([now], before) == {}
    assert openable([now], divided.folder) == every_key(divided.folder)


def test_whoever_has_all_old_files_opens_buckets_not_wrapped_since(divided, tmp_path):
    """What buckets give away: the old kek opens no newer keyring, but it opens the old wrapping keys of buckets."""
    before, keys = shutil.copytree(divided.folder, tmp_path / "before"), every_key(divided.folder)
    added = [divided.new_key() for _ in range(6)]
    divided.destroy([added.pop()])
    seen = openable([before / "keyring.db", divided.path], before).keys()
    assert keys.keys() <= seen
    last = divided._connection.execute("SELECT id FROM key WHERE bucket = 4").fetchall()
    assert {key_id for (key_id,) in last} <= seen  # bucket 4 had one key then, and two were added
    now = {key_id for (key_id,) in divided._connection.execute("SELECT id FROM key WHERE bucket > 4")}
    assert now
    assert not now & seen


@pytest.mark.parametrize("state", ["ring", "divided"])
def test_killed_before_any_call_no_key_is_lost_or_revived(request, state, tmp_path):
    ring = request.getfixturevalue(state)
    keys, old = every_key(ring.folder), old_keyring(ring)
    doomed, beside, *_ = keys
    left, epoch = {key_id: key for key_id, key in keys.items() if key_id != doomed}, ring.epoch
    ring.close()
    ended = {True: 0, False: 0}
    for number in numbers_of_calls():
        folder = shutil.copytree(ring.folder, tmp_path / f"killed-{number}")
        if not killed_before_call(number, lambda folder=folder: Keyring(folder).destroy([doomed])):
            break
        now = every_key(folder)
        assert now in (keys, left)
        ended[now == left] += 1
        if now == left:
            assert epochs_in(folder) == [epoch + 1]
            assert_gone({doomed}, [old], folder)
        Keyring(folder).destroy([doomed, beside])
        assert every_key(folder) == {key_id: key for key_id, key in left.items() if key_id != beside}
        assert_gone({doomed, beside}, [old], folder)
        assert len(epochs_in(folder)) == 1
        shutil.rmtree(folder)
    assert min(ended.values()) > 10 // STEP


def test_a_former_kek_stays_while_the_new_one_opens_nothing(divided):
    former = divided.folder / file_of(divided.epoch)
    written = former.read_bytes()
    divided.destroy([next(divided.ids())])
    former.write_bytes(written)
    (divided.folder / file_of(divided.epoch)).write_bytes(b"x" * 32 + written[32:])
    Keyring(divided.folder)
    assert epochs_in(divided.folder) == [divided.epoch - 1, divided.epoch]


def test_opened_keys_of_buckets_are_dropped_with_their_kek(divided):
    beside = Keyring(divided.folder)
    for _ in range(2):
        assert all(beside.key(key_id) for key_id in beside.ids())
        there = {wrapped for (wrapped,) in divided._connection.execute("SELECT wrapped FROM bucket")}
        assert set(beside._opened) == there
        divided.destroy([next(divided.ids())])


def faulty(ring, monkeypatch, fault: str) -> None:
    """Plant one fault in how keys are destroyed."""
    real, kek = buckets.write, ring._wrapping_key(ring.epoch)
    first = buckets._opened_buckets(ring._connection, lambda _epoch: kek)[1]
    if fault == "the former kek is kept":
        monkeypatch.setattr(store, "destroy_wrapping_key", lambda _folder, _epoch: None)
    elif fault == "the new kek is the former one":
        monkeypatch.setattr(store, "make_wrapping_key", lambda folder, epoch, **_: kept(folder, epoch, kek))
    elif fault == "a bucket keeps its wrapping key":
        monkeypatch.setattr(buckets, "_new_key", lambda epoch: WrappingKey(epoch, first.key))
    elif fault == "one key is forgotten":
        monkeypatch.setattr(
            buckets, "write", lambda there, former, left, new: real(there, former, left.without([last(left)]), new)
        )
    elif fault == "another bucket is wrapped again":
        monkeypatch.setattr(buckets, "buckets_of", lambda *_asked: {"": 2})
    elif fault == "the key stays in the keyring":
        monkeypatch.setattr(buckets.Affected, "without", lambda affected, _doomed: affected)
    else:
        assert fault == "none"


def kept(folder: Path, epoch: int, former: WrappingKey) -> WrappingKey:
    """The key of the former epoch, in the file of the new one."""
    (folder / file_of(epoch)).write_bytes(former.written)
    return read_wrapping_key(folder, epoch)


def last(left) -> str:
    return max(key_id for keys in left.keys.values() for key_id in keys)


FAULTS = [
    "the former kek is kept",
    "the new kek is the former one",
    "a bucket keeps its wrapping key",
    "one key is forgotten",
    "another bucket is wrapped again",
    "the key stays in the keyring",
]


@pytest.mark.parametrize("fault", ["none", *FAULTS])
def test_the_same_look_finds_each_planted_fault(divided, monkeypatch, fault):
    keys, old = every_key(divided.folder), old_keyring(divided)
    (doomed,) = divided._connection.execute("SELECT min(id) FROM key WHERE bucket = 1").fetchone()
    faulty(divided, monkeypatch, fault)
    divided.destroy([doomed])
    try:
        assert every_key(divided.folder) == {key_id: key for key_id, key in keys.items() if key_id != doomed}
        assert_gone({doomed}, [old], divided.folder)
    except AssertionError:
        assert fault != "none"
    else:
        assert fault == "none"
