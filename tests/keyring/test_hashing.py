"""A keyed hash: the same each time, and of no use without that key."""

import pytest

from held.keyring.hashing import hash_under
from held.keyring.text import KeyGone, destroy_key, new_key


def test_the_same_value_has_one_hash_and_anything_else_another():
    key, other = new_key(), new_key()
    one = hash_under(key, "outlet", "the echo")
    assert len(one) == 64
    assert one == hash_under(key, "outlet", "the echo")
    assert len({one, hash_under(other, "outlet", "the echo"), hash_under(key, "outlet", "the ech")}) == 3
    assert hash_under(key, "account", "the echo") != one


def test_with_the_key_destroyed_no_value_can_be_tried():
    key = new_key()
    destroy_key(key)
    with pytest.raises(KeyGone):
        hash_under(key, "outlet", "the echo")
