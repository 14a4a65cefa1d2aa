"""The wrapping key: made once, whole, found by its epoch, and gone after it was destroyed."""

import stat

import pytest

from held.keyring.kek import (
    NoWrappingKey,
    WrappingKey,
    destroy_wrapping_key,
    epochs_in,
    make_wrapping_key,
    read_wrapping_key,
)


def test_it_is_made_on_the_disk_for_its_owner_alone(tmp_path):
    made = make_wrapping_key(tmp_path, 1)
    assert (made.epoch, len(made.key)) == (1, 32)
    assert stat.S_IMODE((tmp_path / "kek-1").stat().st_mode) == 0o600
    assert read_wrapping_key(tmp_path, 1) == made


def test_epochs_are_ordered_by_number_and_nothing_else_is_one(tmp_path):
    for name in ("kek-2", "kek-10", "kek-99.part", "kek-", "secret"):
        (tmp_path / name).write_bytes(name.encode().ljust(32))
    assert epochs_in(tmp_path) == [2, 10]
    assert epochs_in(tmp_path / "nowhere") == []


def test_one_that_is_missing_or_half_is_refused(tmp_path):
    with pytest.raises(NoWrappingKey, match="kek-1 is missing"):
        read_wrapping_key(tmp_path, 1)
    (tmp_path / "kek-1").write_bytes(b"short")
    with pytest.raises(NoWrappingKey, match="kek-1 should hold 32 bytes and holds 5"):
        read_wrapping_key(tmp_path, 1)


def test_a_wrapped_key_is_bound_to_its_id_and_epoch():
    kek = WrappingKey(3, b"k" * 32)
    wrapped = kek.wrap("a", b"0" * 32)
    assert kek.unwrap("a", wrapped) == b"0" * 32
    for other, name, said in [
        (kek, "b", wrapped),
        (WrappingKey(4, kek.key), "a", wrapped),
        (WrappingKey(3, b"x" * 32), "a", wrapped),
        (kek, "a", wrapped[:5]),
        (kek, "a", b""),
    ]:
        with pytest.raises(NoWrappingKey, match="does not open"):
            other.unwrap(name, said)


def test_destroyed_it_was_overwritten_before_its_file_went(tmp_path):
    made = make_wrapping_key(tmp_path, 1)
    (tmp_path / "still").hardlink_to(tmp_path / "kek-1")  # the same bytes on the disk, by another name
    destroy_wrapping_key(tmp_path, 1)
    assert epochs_in(tmp_path) == []
    assert len((tmp_path / "still").read_bytes()) == 32
    assert (tmp_path / "still").read_bytes() != made.key
    destroy_wrapping_key(tmp_path, 1)
