"""The wrapping key: made once, whole, found again, the newest epoch first."""

import stat

import pytest

from held.keyring.kek import NoWrappingKey, find_wrapping_key, make_wrapping_key


def test_it_is_made_on_the_disk_for_its_owner_alone(tmp_path):
    made = make_wrapping_key(tmp_path)
    assert (made.epoch, len(made.key)) == (1, 32)
    assert stat.S_IMODE((tmp_path / "kek-1").stat().st_mode) == 0o600
    assert find_wrapping_key(tmp_path) == made


def test_the_newest_epoch_is_taken_by_number_and_nothing_else_is(tmp_path):
    for name in ("kek-2", "kek-10"):
        (tmp_path / name).write_bytes(name.encode().ljust(32))
    (tmp_path / "kek-99.part").write_bytes(b"half")
    assert find_wrapping_key(tmp_path).epoch == 10


def test_none_is_none_and_half_a_key_is_refused(tmp_path):
    assert find_wrapping_key(tmp_path) is None
    (tmp_path / "kek-1").write_bytes(b"short")
    with pytest.raises(NoWrappingKey, match="kek-1 should hold 32 bytes and holds 5"):
        find_wrapping_key(tmp_path)
