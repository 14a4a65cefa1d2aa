"""Destroying a key wraps the keys of its bucket again, and no others."""

import sqlite3
from collections import Counter

import pytest

from held.keyring import buckets
from held.keyring.buckets import Affected
from held.keyring.kek import NoWrappingKey, WrappingKey, file_of, make_wrapping_key
from held.keyring.store import Keyring
from tests.keyring.openable import rows

KEK = WrappingKey(7, b"k" * 32)


@pytest.fixture
def ring(tmp_path):
    return Keyring(tmp_path / "keys")


@pytest.fixture
def three_at_most(monkeypatch):
    monkeypatch.setattr(buckets, "AT_MOST", 3)


def filled(ring, number: int) -> list[str]:
    """The keyring with this many keys, written at once."""
    kek, ids = ring._wrapping_key(ring.epoch), [f"{name:032x}" for name in range(number)]
    with ring._writing() as connection:
        made = [(key_id, kek.epoch, kek.wrap(key_id, key_id.encode())) for key_id in ids]
        connection.executemany("INSERT INTO key VALUES (?, 0, ?, ?)", made)
    return ids


def by_bucket(ring) -> dict[int, dict[str, bytes]]:
    """The wrapped keys of each bucket."""
    found: dict[int, dict[str, bytes]] = {}
    for number, key_id, wrapped in ring._connection.execute("SELECT bucket, id, wrapped FROM key"):
        found.setdefault(number, {})[key_id] = wrapped
    return found


def in_buckets(ring, number: int) -> dict[str, bytes]:
    """The keyring with this many keys in buckets; returns them."""
    ids = [ring.new_key() for _ in range(number + 1)]
    ring.destroy([ids.pop()])
    assert 0 not in by_bucket(ring)
    return {key_id: ring.key(key_id) for key_id in ids}


def test_a_small_keyring_stays_what_older_programs_read(ring):
    for _ in range(3):
        kept = ring.new_key()
        ring.destroy([ring.new_key()])
    assert set(by_bucket(ring)) == {0}
    assert ring._connection.execute("SELECT * FROM bucket").fetchall() == []
    assert len((ring.folder / file_of(ring.epoch)).read_bytes()) == 32
    assert ring.key(kept)


@pytest.mark.usefixtures("three_at_most")
def test_too_many_keys_are_divided_into_buckets(ring):
    keys = in_buckets(ring, 10)
    assert sorted(map(len, by_bucket(ring).values())) == [1, 3, 3, 3]
    for same in (ring, Keyring(ring.folder)):
        assert same.keys(keys) == {key_id: same.key(key_id) for key_id in keys} == keys
    assert same.those_there(keys) == set(keys)


@pytest.mark.usefixtures("three_at_most")
def test_an_older_program_refuses_the_wrapping_key(ring):
    in_buckets(ring, 10)
    written = (ring.folder / file_of(ring.epoch)).read_bytes()
    assert len(written) != 32  # versions before buckets open no other length, and change nothing then
    assert ring.new_key()


@pytest.mark.usefixtures("three_at_most")
def test_a_new_key_goes_where_there_is_room(ring):
    keys = in_buckets(ring, 10)
    made = [ring.new_key() for _ in range(3)]
    assert {number: len(one) for number, one in by_bucket(ring).items()} == {1: 3, 2: 3, 3: 3, 4: 3, 5: 1}
    ring.destroy([min(by_bucket(ring)[2])])
    made += [ring.new_key() for _ in range(4)]
    assert {number: len(one) for number, one in by_bucket(ring).items()} == {1: 3, 2: 3, 3: 3, 4: 3, 5: 3, 6: 1}
    assert len(ring.keys([*keys, *made])) == len([*keys, *made]) - 1


@pytest.mark.usefixtures("three_at_most")
def test_a_key_beside_another_shares_its_bucket_even_a_full_one(ring):
    keys = in_buckets(ring, 10)
    for number, there in by_bucket(ring).items():
        assert ring.new_key(beside=min(there)) in by_bucket(ring)[number]
    assert ring.key(ring.new_key(beside="never there"))
    assert ring.keys(keys) == keys


@pytest.mark.usefixtures("three_at_most")
def test_only_the_bucket_of_a_destroyed_key_is_wrapped_again(ring):
    keys = in_buckets(ring, 10)
    before, epochs = by_bucket(ring), dict(ring._connection.execute("SELECT number, epoch FROM bucket"))
    gone = min(before[2])
    ring.destroy([gone])
    after = by_bucket(ring)
    assert after[2].keys() == before[2].keys() - {gone}
    assert not set(after.pop(2).values()) & set(before.pop(2).values())
    assert after == before
    assert dict(ring._connection.execute("SELECT number, epoch FROM bucket")) == epochs | {2: ring.epoch}
    assert {kek for (kek,) in ring._connection.execute("SELECT kek FROM bucket")} == {ring.epoch}
    assert ring.keys(keys) == {key_id: key for key_id, key in keys.items() if key_id != gone}


@pytest.mark.usefixtures("three_at_most")
def test_a_bucket_without_keys_goes_and_all_of_them_may(ring):
    keys = in_buckets(ring, 10)
    ring.destroy(by_bucket(ring)[1])
    assert set(by_bucket(ring)) == {number for (number,) in ring._connection.execute("SELECT number FROM bucket")}
    ring.destroy(keys)
    assert rows(ring.path, "SELECT * FROM bucket") == rows(ring.path, "SELECT * FROM key") == []
    assert len((ring.folder / file_of(ring.epoch)).read_bytes()) == 32
    assert Keyring(ring.folder).key(ring.new_key())


@pytest.mark.usefixtures("three_at_most")
def test_a_damaged_key_prevents_destroying_only_in_its_bucket(ring):
    in_buckets(ring, 10)
    there = by_bucket(ring)
    damaged, beside, *_ = there[1]
    ring._connection.execute("UPDATE key SET wrapped = x'00' WHERE id = ?", [damaged])
    for refused in (ring.refuse_to_destroy, lambda key_id: ring.destroy([key_id])):
        with pytest.raises(NoWrappingKey, match=damaged):
            refused(beside)
    assert ring.key(beside)
    ring.refuse_to_destroy(min(there[2]))
    ring.destroy([min(there[2])])
    assert ring.key(beside)


@pytest.mark.usefixtures("three_at_most")
@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE key SET wrapped = x'00' WHERE bucket = 2", "No key of bucket 2 opens"),
        ("DELETE FROM bucket WHERE number = 2", "wrapping key of bucket 2 is missing"),
        ("UPDATE bucket SET wrapped = (SELECT wrapped FROM bucket WHERE number = 3) WHERE number = 2", "bucket 2"),
        ("UPDATE key SET bucket = 3 WHERE bucket = 2", "does not open the key"),
        ("UPDATE key SET bucket = 0 WHERE bucket = 2", "does not open the key"),
    ],
)
def test_where_a_whole_bucket_is_damaged_nothing_is_destroyed(ring, damage, told):
    in_buckets(ring, 10)
    doomed = min(by_bucket(ring)[3])
    ring._connection.execute(damage)
    with pytest.raises(NoWrappingKey, match=told):
        ring.destroy([doomed])
    assert doomed in ring.ids()


def work(ring, act) -> Counter:
    """How many keys and buckets an act wraps and unwraps, and its statements."""
    done: Counter[str] = Counter()
    ring._connection.set_trace_callback(lambda _statement: done.update(statements=1))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("wrap", "unwrap"):
            real = getattr(WrappingKey, name)

            def counted(kek, about, what, name=name, real=real):
                done[f"{name} {'bucket' if about.startswith('bucket ') else 'key'}"] += 1
                return real(kek, about, what)

            patch.setattr(WrappingKey, name, counted)
        act()
    ring._connection.set_trace_callback(None)
    return done


def test_destroying_is_as_much_work_in_a_large_keyring(tmp_path):
    cost = {}
    for size in (1_000, 10_000):
        ring = Keyring(tmp_path / str(size))
        doomed, *others = filled(ring, size + 1)
        ring.destroy([others.pop()])  # this one divides a large keyring
        cost[size] = work(ring, lambda ring=ring, doomed=doomed: ring.destroy([doomed]))
        assert ring.key(others[0]) == others[0].encode()
    assert cost[1_000]["wrap key"] == cost[10_000]["wrap key"] == 999
    assert cost[1_000]["unwrap key"] + 20 >= cost[10_000]["unwrap key"]  # one more in each other bucket, twice
    assert (cost[1_000]["wrap bucket"], cost[10_000]["wrap bucket"]) == (0, 10)
    assert cost[10_000]["statements"] - cost[1_000]["statements"] < 60  # a few for each bucket


@pytest.mark.usefixtures("three_at_most")
def test_a_throwaway_beside_a_key_is_as_much_work(ring):
    doomed = min(in_buckets(ring, 10))
    thrown = ring.new_key(beside=doomed)
    pretended = work(ring, lambda: ring.destroy([thrown]))
    assert work(ring, lambda: ring.destroy([doomed]))["wrap key"] == pretended["wrap key"] - 1


def test_asking_whether_a_key_can_be_destroyed_reads_one_bucket(ring):
    doomed, other, *_ = filled(ring, 10_000)
    ring.destroy([other])
    done = work(ring, lambda: ring.refuse_to_destroy(doomed))
    assert done["unwrap key"] == buckets.AT_MOST
    assert done["statements"] < 10


def test_keys_are_divided_without_losing_any():
    keys = {f"{number}": b"%d" % number for number in range(2_500)}
    divided = Affected({0: keys}, {}).without(["7"]).divided()
    assert list(map(len, divided.keys.values())) == [1_000, 1_000, 499]
    assert {i: key for some in divided.keys.values() for i, key in some.items()} | {"7": b"7"} == keys
    assert divided.in_buckets
    assert not Affected({0: {"a": b"1"}}, {}).divided().in_buckets
    assert set(Affected({0: keys, 2: {"a": b"1"}}, {4: KEK}).divided().keys) == {2, 5, 6, 7}


def test_no_bucket_opens_with_another_number_or_another_kek(ring, tmp_path):
    kek = make_wrapping_key(tmp_path, 3)
    buckets._write_buckets(ring._connection, {1: KEK, 2: WrappingKey(2, b"2" * 32)}, kek)
    opened = buckets._opened_buckets(ring._connection, lambda _epoch: kek)
    assert {number: own.key for number, own in opened.items()} == {1: KEK.key, 2: b"2" * 32}
    with pytest.raises(NoWrappingKey):
        buckets._opened_buckets(ring._connection, lambda _epoch: WrappingKey(4, kek.key))
    with pytest.raises(sqlite3.IntegrityError):
        buckets._write_buckets(ring._connection, {0: KEK}, kek)


@pytest.mark.usefixtures("three_at_most")
def test_finding_room_counts_few_buckets(ring):
    ring.destroy(filled(ring, 301)[:1])  # each bucket is full
    ring.destroy([min(by_bucket(ring)[7])])
    done = work(ring, lambda: [ring.new_key() for _ in range(3)])
    assert {number: len(there) for number, there in by_bucket(ring).items() if len(there) != 3} == {101: 2}
    assert done["statements"] < 100 + 3 * 10  # all are counted once, before another is added
