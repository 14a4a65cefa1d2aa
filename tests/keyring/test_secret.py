"""The secret of the place, and hashes that only this place can make."""

import pytest

from held.keyring.secret import NoSecret, keyed_hash, read_or_make_secret


def test_the_secret_is_made_once_and_then_stays(tmp_path):
    secret = read_or_make_secret(tmp_path / "keys")
    assert len(secret) == 64
    assert read_or_make_secret(tmp_path / "keys") == secret
    assert read_or_make_secret(tmp_path / "other") != secret


@pytest.mark.parametrize("left", [None, b""])
def test_a_lost_secret_beside_keys_is_not_made_again(tmp_path, left):
    (tmp_path / "keyring.db").touch()
    if left is not None:
        (tmp_path / "secret").write_bytes(left)
    with pytest.raises(NoSecret, match="second copy"):
        read_or_make_secret(tmp_path)
    assert not (tmp_path / "secret").exists() or (tmp_path / "secret").read_bytes() == b""


def test_a_hash_is_for_one_place_one_purpose_and_one_value():
    one = keyed_hash("a", "address", "x")
    assert one == keyed_hash("a", "address", "x")
    assert (
        len({one, keyed_hash("b", "address", "x"), keyed_hash("a", "link", "x"), keyed_hash("a", "address", "y")}) == 4
    )
