"""The keyring: a key that was handed out is on the disk, a destroyed key is nowhere."""

import sqlite3
import stat
import threading

import pytest

from held.keyring.kek import NoWrappingKey
from held.keyring.store import KeyGone, Keyring


@pytest.fixture
def ring(tmp_path):
    return Keyring(tmp_path / "keys")


def take_away(ring, key_id):
    ring._connection.execute("DELETE FROM key WHERE id = ?", (key_id,))


def every_byte(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_each_key_is_32_bytes_of_its_own_and_the_same_each_time(ring):
    ids = [ring.new_key() for _ in range(50)]
    keys = {ring.key(key_id) for key_id in ids}
    assert len(keys) == 50
    assert {len(key) for key in keys} == {32}
    assert list(ring.ids()) == sorted(ids)


def test_no_key_is_readable_in_the_files(ring):
    key = ring.key(ring.new_key())
    assert key not in every_byte(ring.folder)


def test_it_is_private_and_opens_again_with_the_same_place(ring):
    key_id = ring.new_key()
    again = Keyring(ring.folder)
    assert again.key(key_id) == ring.key(key_id)
    assert again.place == ring.place
    assert stat.S_IMODE(ring.path.stat().st_mode) == 0o600


def test_a_key_that_was_removed_cannot_be_read(ring):
    key_id = ring.new_key()
    take_away(ring, key_id)
    with pytest.raises(KeyGone):
        ring.key(key_id)


def test_a_key_taken_away_leaves_no_bytes_in_the_file(ring):
    ids = [ring.new_key() for _ in range(200)]
    rows = ring._connection.execute("SELECT id, wrapped FROM key").fetchall()
    ring._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert all(wrapped in every_byte(ring.folder) for _, wrapped in rows)
    for key_id in ids[::2]:
        take_away(ring, key_id)
    ring._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    left = every_byte(ring.folder)
    gone = set(ids[::2])
    assert not [key_id for key_id, wrapped in rows if key_id in gone and wrapped in left]
    assert all(wrapped in left for key_id, wrapped in rows if key_id not in gone)


def test_every_connection_is_as_careful(ring):
    found = []

    def look():
        asked = ("journal_mode", "synchronous", "secure_delete")
        found.append([ring._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked])
        ring.close()

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
        thread.join()
    look()
    assert found == [["wal", 2, 1]] * 3


def test_a_wrapped_key_moved_to_another_row_does_not_open(ring):
    one, two = ring.new_key(), ring.new_key()
    wrapped = ring._connection.execute("SELECT wrapped FROM key WHERE id = ?", (one,)).fetchone()[0]
    ring._connection.execute("UPDATE key SET wrapped = ? WHERE id = ?", (wrapped, two))
    with pytest.raises(NoWrappingKey):
        ring.key(two)


def test_with_another_wrapping_key_nothing_opens(ring):
    key_id = ring.new_key()
    (ring.folder / "kek-1").write_bytes(b"x" * 32)
    with pytest.raises(NoWrappingKey, match="does not open"):
        Keyring(ring.folder).key(key_id)


def test_without_the_wrapping_key_it_is_refused_and_no_new_one_is_made(ring):
    ring.new_key()
    (ring.folder / "kek-1").unlink()
    with pytest.raises(NoWrappingKey):
        Keyring(ring.folder)
    assert not (ring.folder / "kek-1").exists()


def test_without_the_file_of_keys_it_is_refused_and_no_empty_one_is_made(ring):
    ring.close()
    ring.path.unlink()
    with pytest.raises(NoWrappingKey, match="is missing"):
        Keyring(ring.folder)
    with pytest.raises(sqlite3.OperationalError):
        ring.new_key()
    assert not ring.path.exists()


@pytest.mark.parametrize("begun", [False, True])
def test_a_beginning_that_was_killed_is_gone_on_with(tmp_path, begun):
    if begun:
        Keyring(tmp_path)
        (tmp_path / "kek-1").unlink()  # it is written last
    else:
        (tmp_path / "keyring.db").touch()
    ring = Keyring(tmp_path)
    assert Keyring(tmp_path).key(ring.new_key())


def test_a_copy_is_whole_private_and_replaces_the_former(ring, tmp_path):
    first = ring.new_key()
    ring.copy_to(tmp_path / "copy.db")
    take_away(ring, first)
    second = ring.new_key()
    ring.copy_to(tmp_path / "copy.db")
    rows = sqlite3.connect(tmp_path / "copy.db").execute("SELECT id FROM key").fetchall()
    assert rows == [(second,)]
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "keys"]


def test_damage_to_the_keyring_file_is_reported(ring):
    for _ in range(200):
        ring.new_key()
    ring._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert ring.damage() == ""
    ring.close()
    data = bytearray(ring.path.read_bytes())
    data[4096 * 2 : 4096 * 2 + 64] = b"\xff" * 64
    ring.path.write_bytes(data)
    try:
        told = Keyring(ring.folder).damage()
    except sqlite3.DatabaseError as fault:
        told = str(fault)
    assert told


def test_a_forgotten_key_is_gone_and_no_epoch_begins(ring):
    key_id, other = ring.new_key(), ring.new_key()
    ring.forget(key_id)
    ring.forget("never there")
    assert list(ring.ids()) == [other]
    assert ring.epoch == 1


def test_the_keyring_file_says_which_wrapping_key_counts(ring):
    key_id = ring.new_key()
    (ring.folder / "kek-2").write_bytes(b"left behind by a beginning that was cut off".ljust(32)[:32])
    assert Keyring(ring.folder).key(key_id) == ring.key(key_id)
    assert (ring.folder / "kek-2").exists()  # nobody can know here whether another keyring needs it
    ring._connection.execute("PRAGMA user_version = 3")
    with pytest.raises(NoWrappingKey, match="kek-3 is missing"):
        Keyring(ring.folder)
    assert (ring.folder / "kek-1").exists()


def test_keys_from_many_threads_are_all_there(ring):
    made = []
    threads = [threading.Thread(target=lambda: made.extend(ring.new_key() for _ in range(10))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == list(ring.ids())
    assert len(made) == 40
