"""A no that was said is on the disk, stays, and is found: whatever is killed, whatever is full, however old the
file."""

import errno
import sqlite3
import threading

import pytest
from django.test import override_settings

from held.keyring import refusal_log
from held.keyring.ring import forget_ring, this_ring
from held.keyring.store import Keyring
from held.place import disk_reserve
from tests.disk import fill, own_disk
from tests.inside import begin
from tests.killing import killed_before_call

SMALL = 40 * 1024 * 1024  # bytes
PART = "part 4f0c6a2e9d1b4c7f8a3e5d6c7b8a9f01 readers"


@pytest.fixture
def ring(tmp_path):
    """The keyring of this process, in a folder of its own."""
    with override_settings(HELD_DATA=tmp_path, HELD_KEYS=tmp_path / "keys"):
        yield this_ring()
        this_ring().close()
        forget_ring()


def lines_in(folder):
    with sqlite3.connect(folder / "keyring.db") as there:
        return there.execute("SELECT thing, turn FROM no ORDER BY number").fetchall()


def damage_table(ring, name):
    """Overwrite the beginning of its first page."""
    asked = "SELECT coalesce((SELECT rootpage FROM sqlite_master WHERE name = ?), 1)"
    root = ring._connection.execute(asked, (name,)).fetchone()[0]
    size = ring._connection.execute("PRAGMA page_size").fetchone()[0]
    ring._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ring.close()
    data = bytearray(ring.path.read_bytes())
    begins = (root - 1) * size + (100 if root == 1 else 0)
    data[begins + 8 : begins + 80] = b"\xff" * 72
    ring.path.write_bytes(data)


def test_the_refusal_log_of_a_new_place_is_empty(ring):
    assert refusal_log.noes() == {}


def test_the_highest_number_counts_for_each_refusal(ring):
    for thing, turn in ((PART, 3), ("part b readers", 0), (PART, 7), (PART, 5), (PART, 7)):
        refusal_log.append_no(thing, turn)
    assert refusal_log.noes() == {PART: 7, "part b readers": 0}
    assert len(lines_in(ring.folder)) == 5


def test_a_refusal_is_there_when_the_keys_are_opened_again(ring):
    refusal_log.append_no(PART, 2)
    assert Keyring(ring.folder).noes() == {PART: 2}


@pytest.mark.parametrize(("thing", "turn"), [("", 1), (PART, -1), (PART, 2**63)])
def test_an_invalid_refusal_entry_is_not_accepted(ring, thing, turn):
    with pytest.raises(ValueError, match="no such turn"):
        refusal_log.append_no(thing, turn)
    assert refusal_log.noes() == {}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE no SET turn = 0",
        "UPDATE no SET thing = 'other' WHERE number = 1",
        "UPDATE OR REPLACE no SET number = 1 WHERE number = 2",
        "DELETE FROM no",
        "DELETE FROM no WHERE number = 2",
        "INSERT OR REPLACE INTO no VALUES (1, 'other', 0)",
        "REPLACE INTO no VALUES (2, 'other', 0)",
        "INSERT INTO no VALUES (1, 'other', 0)",
        "INSERT INTO no VALUES (-1, 'before all', 0)",
        "INSERT INTO no (thing, turn) VALUES ('other', -1)",
        "INSERT INTO no VALUES (1, 'other', 0) ON CONFLICT (number) DO UPDATE SET turn = 0",
    ],
)
def test_no_line_is_changed_removed_or_replaced(ring, change):
    refusal_log.append_no(PART, 1)
    refusal_log.append_no(PART, 4)
    with pytest.raises(sqlite3.IntegrityError):
        ring._connection.execute(change)
    assert lines_in(ring.folder) == [(PART, 1), (PART, 4)]
    refusal_log.append_no(PART, 5)
    assert refusal_log.noes() == {PART: 5}


def test_an_older_keyring_has_a_log_once_it_is_opened(ring):
    key_id, place = ring.new_key(), ring.place
    clear = ring.key(key_id)
    ring._connection.execute("DROP TABLE no")
    forget_ring()
    refusal_log.append_no(PART, 1)
    assert refusal_log.noes() == {PART: 1}
    assert (this_ring().key(key_id), this_ring().place) == (clear, place)
    with pytest.raises(sqlite3.IntegrityError):
        this_ring()._connection.execute("DELETE FROM no")


def test_destroying_a_key_and_beginning_an_epoch_leave_it_whole(ring):
    doomed, kept = ring.new_key(), ring.new_key()
    refusal_log.append_no(PART, 6)
    ring.destroy([doomed])
    ring.forget(kept)
    assert refusal_log.noes() == {PART: 6}
    assert Keyring(ring.folder).noes() == {PART: 6}


def test_damage_to_it_is_found_by_the_same_look_as_damage_to_the_keys(ring):
    for turn in range(2_000):
        refusal_log.append_no(PART, turn)
    assert ring.damage() == ""
    damage_table(ring, "no")
    assert Keyring(ring.folder).damage()


def test_refusals_said_at_once_are_all_kept(ring):
    beside, faults = Keyring(ring.folder), []

    def say(here, mine):
        try:
            for turn in range(40):
                here.append_no(f"part {mine} readers", turn)
        except Exception as fault:  # noqa: BLE001  # reported by the test
            faults.append(fault)
        finally:
            here.close()

    threads = [threading.Thread(target=say, args=((ring, beside)[mine % 2], mine)) for mine in range(8)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        ring.destroy([ring.new_key()])
    for thread in threads:
        thread.join()
    assert not faults
    assert refusal_log.noes() == {f"part {mine} readers": 39 for mine in range(8)}
    assert len(lines_in(ring.folder)) == 320


def test_killed_before_any_call_it_was_said_or_not_and_the_keys_open(ring):
    key_id = ring.new_key()
    clear = ring.key(key_id)
    refusal_log.append_no(PART, 1)
    ring.close()
    number = 0
    while killed_before_call(number, lambda number=number: Keyring(ring.folder).append_no(PART, 2 + number)):
        opened = Keyring(ring.folder)
        assert opened.key(key_id) == clear
        assert opened.noes()[PART] in range(1, 3 + number)
        assert not opened.damage()
        opened.close()
        number += 1
    assert number > 20
    assert Keyring(ring.folder).noes() == {PART: 2 + number}


SAY_AND_TELL = f"""
import os
from held.keyring.refusal_log import append_no, noes
turn = noes().get("{PART}", 0)
while True:
    turn += 1
    append_no("{PART}", turn)
    os.write(1, b"%d\\n" % turn)
"""
TELL_AND_SAY = SAY_AND_TELL.replace("append_no(", "(lambda *said: None)(")


def killed_while_it_said_no(data, code, told):
    """The last number that a process acknowledged before it was killed, after it had acknowledged `told` of them."""
    child = begin(data, code)
    lines = [child.stdout.readline() for _ in range(told)]
    child.kill()
    lines += child.stdout.read().splitlines(keepends=True)
    return max(int(line) for line in lines if line.endswith("\n"))


@pytest.mark.harness
def test_no_acknowledged_refusal_is_lost_to_a_kill(tmp_path):
    for told in (1, 2, 7, 40, 300):
        last = killed_while_it_said_no(tmp_path, SAY_AND_TELL, told)
        assert Keyring(tmp_path / "keys").noes()[PART] in {last, last + 1}


@pytest.mark.harness
def test_the_same_look_finds_one_that_acknowledges_and_does_not_write(tmp_path):
    last = killed_while_it_said_no(tmp_path, TELL_AND_SAY, 5)
    assert Keyring(tmp_path / "keys").noes().get(PART) not in {last, last + 1}


def test_a_full_disk_is_told_so_that_room_can_be_given_up(ring, monkeypatch):
    class Full:
        def execute(self, statement, *_given):
            if statement.startswith("BEGIN"):
                return
            fault = sqlite3.OperationalError("database or disk is full")
            fault.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise fault

        in_transaction = False

    with monkeypatch.context() as patched:
        patched.setattr(Keyring, "_connection", Full())
        with pytest.raises(OSError, match="no room") as told:
            refusal_log.append_no(PART, 1)
    assert told.value.errno == errno.ENOSPC
    assert refusal_log.noes() == {}


@pytest.fixture
def small_disk(tmp_path):
    """A disk of forty megabytes, with the keyring of this process on it."""
    with own_disk(tmp_path, SMALL) as disk, override_settings(HELD_DATA=disk, HELD_KEYS=disk / "keys"):
        yield disk
        this_ring().close()
        forget_ring()


@pytest.mark.harness
def test_with_not_one_byte_left_a_no_is_said_in_the_room_kept_for_it(small_disk):
    this_ring()
    assert disk_reserve.reserve()
    fill(small_disk)
    said = 0
    with pytest.raises(OSError, match="no room") as told:
        for turn in range(2_000):
            refusal_log.append_no(PART, turn)
            said = turn
    assert told.value.errno == errno.ENOSPC
    assert refusal_log.noes().get(PART, 0) == said
    say = disk_reserve.with_disk_reserve(refusal_log.append_no)
    for turn in range(2_000, 2_007):
        fill(small_disk)
        say(PART, turn)
        assert refusal_log.noes() == {PART: turn}
    assert 0 < (small_disk / "room-for-taking-back").stat().st_size < disk_reserve.SIZE
    assert Keyring(small_disk / "keys").noes() == {PART: 2_006}
