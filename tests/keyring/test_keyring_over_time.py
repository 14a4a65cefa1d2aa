"""Keys are added, forgotten, destroyed, cut off and copied in any order, and those who kept old files open nothing."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from held.keyring import buckets, store
from held.keyring.store import Keyring
from tests.keyring.openable import openable
from tests.killing import killed_before_call
from tests.promises.sizes import is_small

MANY_OR_FEW = settings(
    max_examples=25 if is_small() else 400, stateful_step_count=15 if is_small() else 40, deadline=None
)
SOME = st.sets(st.integers(0, 15), min_size=1, max_size=3)


class KeyringOverTime(RuleBasedStateMachine):
    """A keyring, beside a plain account of which keys it has and which it must never open again."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.ring = Keyring(self.home / "keys")
        self.there: dict[str, bytes] = {}
        self.gone: set[str] = set()
        self.old: list[Path] = []
        self.pairs: list[tuple[Path, dict[str, bytes]]] = []
        self.add(7)  # enough that the first destruction divides them into buckets

    def teardown(self) -> None:
        self.ring.close()
        shutil.rmtree(self.home)

    def some(self, chosen: set[int]) -> set[str]:
        return {key_id for number, key_id in enumerate(self.there) if number in chosen}

    @rule(number=st.integers(1, 4))
    def add(self, number: int) -> None:
        for _ in range(number):
            key_id = self.ring.new_key()
            self.there[key_id] = self.ring.key(key_id)

    @rule(chosen=SOME)
    def destroy(self, chosen: set[int]) -> None:
        doomed = self.some(chosen)
        self.ring.destroy(doomed)
        self.are_gone(doomed)

    @rule(chosen=SOME, call=st.integers(0, 300))
    def destroy_and_be_killed(self, chosen: set[int], call: int) -> None:
        doomed, folder = self.some(chosen), self.ring.folder
        self.ring.close()
        killed_before_call(call, lambda: Keyring(folder).destroy(doomed))
        self.ring = Keyring(folder)
        left = set(self.ring.ids())
        assert not left & doomed or doomed <= left
        self.are_gone(doomed - left)

    @precondition(lambda self: self.there)
    @rule(number=st.integers(0, 30))
    def forget(self, number: int) -> None:
        key_id = list(self.there)[number % len(self.there)]
        self.ring.forget(key_id)
        del self.there[key_id]

    @rule()
    def open_again(self) -> None:
        self.ring.close()
        self.ring = Keyring(self.ring.folder)

    @precondition(lambda self: len(self.old) < 5)
    @rule()
    def somebody_keeps_the_file(self) -> None:
        self.old.append(self.home / f"{len(self.old)}.db")
        self.ring.copy_to(self.old[-1])

    @precondition(lambda self: len(self.pairs) < 3)
    @rule()
    def all_files_are_copied(self) -> None:
        copy = shutil.copytree(self.ring.folder, self.home / f"copy-{len(self.pairs)}")
        self.pairs.append((copy, dict(self.there)))

    @invariant()
    def the_keyring_has_what_it_should(self) -> None:
        assert {key_id: self.ring.key(key_id) for key_id in self.ring.ids()} == self.there

    @invariant()
    def a_bucket_has_no_more_than_it_may(self) -> None:
        counted = "SELECT max(number) FROM (SELECT count(*) AS number FROM key WHERE bucket > 0 GROUP BY bucket)"
        assert (self.ring._connection.execute(counted).fetchone()[0] or 0) <= buckets.AT_MOST

    @invariant()
    def old_files_open_nothing_that_was_destroyed(self) -> None:
        today = self.ring.folder
        for keyrings in (self.old, [*self.old, today / "keyring.db"]):
            opened = openable(keyrings, today)
            assert not opened.keys() & self.gone
            assert {key_id: key for key_id, key in opened.items() if key_id in self.there}.items() <= self.there.items()
        assert openable([today / "keyring.db"], today) == self.there

    @invariant()
    def an_old_copy_of_all_files_still_opens(self) -> None:
        for number, (copy, keys) in enumerate(self.pairs):
            opened = Keyring(shutil.copytree(copy, self.home / f"opened-{number}"))
            assert {key_id: opened.key(key_id) for key_id in opened.ids()} == keys
            opened.close()
            shutil.rmtree(opened.folder)

    def are_gone(self, doomed: set[str]) -> None:
        self.gone |= doomed
        self.there = {key_id: key for key_id, key in self.there.items() if key_id not in doomed}


@pytest.fixture(autouse=True)
def three_at_most(monkeypatch):
    monkeypatch.setattr(buckets, "AT_MOST", 3)


def test_whatever_happens_what_was_destroyed_stays_closed():
    run_state_machine_as_test(KeyringOverTime, settings=MANY_OR_FEW)


def kek_kept(monkeypatch) -> None:
    monkeypatch.setattr(store, "destroy_wrapping_key", lambda _folder, _epoch: None)


def key_forgotten(monkeypatch) -> None:
    write = buckets.write

    def without_the_last(there, former, left, kek):
        last = max(key_id for keys in left.keys.values() for key_id in keys)
        write(there, former, left.without([last]), kek)

    monkeypatch.setattr(buckets, "write", without_the_last)


def key_moved_unwrapped(monkeypatch) -> None:
    """After each destruction one key moves into bucket 1, and the wrapping key of its former bucket stays."""
    destroy = Keyring.destroy

    def and_move(ring, ids):
        destroy(ring, ids)
        with ring._writing() as connection:
            found = connection.execute("SELECT id FROM key WHERE bucket > 1 ORDER BY id").fetchall()
            there = connection.execute("SELECT id FROM key WHERE bucket = 1").fetchall()
            if found and 0 < len(there) < buckets.AT_MOST:
                own = buckets._opened_buckets(connection, ring._wrapping_key)[1]
                row = (own.epoch, own.wrap(found[0][0], ring.key(found[0][0])), found[0][0])
                connection.execute("UPDATE key SET bucket = 1, epoch = ?, wrapped = ? WHERE id = ?", row)

    monkeypatch.setattr(Keyring, "destroy", and_move)


def walk(machine: KeyringOverTime) -> None:
    """Ten keys, each destroyed in turn, first those of the first bucket; somebody keeps the file each time."""
    for act in [lambda: machine.add(11), lambda: machine.destroy({0})]:
        act()
        look(machine)
    while machine.there:
        machine.old.append(machine.home / f"{len(machine.old)}.db")
        machine.ring.copy_to(machine.old[-1])
        (doomed,) = machine.ring._connection.execute("SELECT id FROM key ORDER BY bucket, epoch, id").fetchone()
        machine.destroy({list(machine.there).index(doomed)})
        look(machine)


def look(machine: KeyringOverTime) -> None:
    machine.the_keyring_has_what_it_should()
    machine.a_bucket_has_no_more_than_it_may()
    machine.old_files_open_nothing_that_was_destroyed()


@pytest.mark.parametrize("plant", [None, kek_kept, key_forgotten, key_moved_unwrapped])
def test_the_same_look_finds_each_planted_fault(monkeypatch, plant):
    machine = KeyringOverTime()
    if plant is None:
        walk(machine)
    else:
        plant(monkeypatch)
        with pytest.raises(AssertionError):
            walk(machine)
    machine.teardown()
