"""A key that was destroyed on purpose is told apart from one that was lost."""

import shutil
import sqlite3

import pytest

from held.keyring.destroyed import WhyMissing
from held.keyring.store import Keyring


@pytest.fixture
def ring(tmp_path):
    return Keyring(tmp_path / "keys")


def as_of_a_former_version(ring):
    """The keyring without any record of what was destroyed."""
    ring._connection.executescript("DROP TABLE destroyed; DROP TABLE destroyed_since")
    ring.close()
    return Keyring(ring.folder)


def test_a_destroyed_key_is_noted_and_stays_noted(ring):
    key_id = ring.new_key()
    ring.destroy([key_id])
    assert ring.why_missing(key_id) is WhyMissing.DESTROYED
    assert Keyring(ring.folder).why_missing(key_id) is WhyMissing.DESTROYED


def test_a_key_that_nobody_destroyed_is_lost(ring):
    key_id = ring.new_key()
    ring._connection.execute("DELETE FROM key WHERE id = ?", (key_id,))
    assert ring.why_missing(key_id) is WhyMissing.LOST


def test_an_unused_key_that_was_taken_away_is_not_lost(ring):
    key_id = ring.new_key()
    ring.forget(key_id)
    assert ring.why_missing(key_id) is WhyMissing.DESTROYED


def test_a_lost_key_that_somebody_wishes_to_destroy_is_noted(ring):
    ring.destroy(["0" * 32])
    assert ring.why_missing("0" * 32) is WhyMissing.DESTROYED
    assert ring.epoch == 1


def test_the_copy_of_the_keys_holds_the_notes_too(ring, tmp_path):
    key_id = ring.new_key()
    ring.destroy([key_id])
    copied = tmp_path / "copy"
    shutil.copytree(ring.folder, copied)
    (copied / "keyring.db-wal").unlink(missing_ok=True)
    ring.copy_to(copied / "keyring.db")
    assert Keyring(copied).why_missing(key_id) is WhyMissing.DESTROYED


def test_a_note_is_never_changed_and_never_removed(ring):
    ring.destroy(["0" * 32])
    for statement in ("DELETE FROM destroyed", "UPDATE destroyed SET id = 'x'", "UPDATE destroyed SET earlier = 1"):
        with pytest.raises(sqlite3.IntegrityError, match="stays noted"):
            ring._connection.execute(statement)


def test_a_new_keyring_notes_from_its_first_moment(ring):
    assert ring.notes_since.endswith("+00:00")
    ring.begin_notes(["0" * 32])
    assert ring.why_missing("0" * 32) is WhyMissing.LOST


def test_the_keyring_of_a_former_version_begins_its_notes_once(ring):
    lost, kept = "0" * 32, ring.new_key()
    ring = as_of_a_former_version(ring)
    assert ring.notes_since == ""
    assert ring.why_missing(lost) is WhyMissing.LOST
    ring.begin_notes([lost])
    ring.begin_notes(["1" * 32])
    assert ring.why_missing(lost) is WhyMissing.EARLIER
    assert ring.why_missing("1" * 32) is WhyMissing.LOST
    ring.destroy([kept])
    assert ring.why_missing(kept) is WhyMissing.DESTROYED


def test_what_is_noted_keeps_its_first_reason(ring):
    ring.destroy(["0" * 32])
    ring.note_earlier(["0" * 32, "1" * 32])
    assert ring.why_missing("0" * 32) is WhyMissing.DESTROYED
    assert ring.why_missing("1" * 32) is WhyMissing.EARLIER
