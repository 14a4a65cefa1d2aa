"""The secret of the place, and hashes that only this place can make."""

from held.keyring.secret import keyed_hash, read_or_make_secret


def test_it_is_made_once_and_stays(tmp_path):
    secret = read_or_make_secret(tmp_path / "keys")
    assert len(secret) == 64
    assert read_or_make_secret(tmp_path / "keys") == secret
    assert read_or_make_secret(tmp_path / "other") != secret


def test_a_hash_is_for_one_place_one_purpose_and_one_value():
    one = keyed_hash("a", "address", "x")
    assert one == keyed_hash("a", "address", "x")
    assert (
        len({one, keyed_hash("b", "address", "x"), keyed_hash("a", "link", "x"), keyed_hash("a", "address", "y")}) == 4
    )
