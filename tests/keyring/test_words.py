"""Words come back exactly as they were given, in their own row, or not at all."""

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from held.keyring import words
from held.keyring.words import Damaged, KeyGone


@pytest.fixture(scope="module")
def key():
    return words.new_key()


@given(said=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400))
def test_any_sealed_words_come_back_unchanged(key, said):
    assert words.unseal(key, "here", words.seal(key, "here", said)) == said


def test_sealed_words_are_unreadable_and_never_alike(key):
    sealed = {words.seal(key, "here", "She came on a Tuesday") for _ in range(200)}
    assert len(sealed) == 200
    assert not [one for one in sealed if b"Tuesday" in one]


def test_moved_to_another_row_they_do_not_open(key):
    with pytest.raises(Damaged):
        words.unseal(key, "there", words.seal(key, "here", "so small"))


def test_under_another_key_they_do_not_open(key):
    with pytest.raises(Damaged):
        words.unseal(words.new_key(), "here", words.seal(key, "here", "so small"))


def test_with_any_one_bit_changed_they_do_not_open(key):
    sealed = words.seal(key, "here", "so small")
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Damaged):
            words.unseal(key, "here", bytes(changed))


@pytest.mark.parametrize("length", [0, 3, 4, 16, 31])
def test_words_that_were_cut_short_do_not_open(key, length):
    with pytest.raises(Damaged):
        words.unseal(key, "here", words.seal(key, "here", "so small")[:length])


def test_when_the_key_is_gone_they_are_closed_for_good():
    key = words.new_key()
    sealed = words.seal(key, "here", "so small")
    ring = words.open_ring(settings.HELD_KEYS)
    ring._connection.execute("DELETE FROM key WHERE id = ?", (key,))
    with pytest.raises(KeyGone):
        words.unseal(key, "here", sealed)
    with pytest.raises(KeyGone):
        words.seal(key, "here", "more")


def test_a_key_destroyed_on_purpose_is_told_from_a_lost_one():
    key = words.new_key()
    assert not words.key_is_destroyed(key)
    assert not words.key_is_destroyed("of-another-place")
    words.destroy_key(key)
    assert words.key_is_destroyed(key)


def test_a_database_may_hand_them_back_as_a_view_of_memory(key):
    assert words.unseal(key, "here", memoryview(words.seal(key, "here", "so small"))) == "so small"
