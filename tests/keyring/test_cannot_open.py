"""A sealed value that does not open is handled in one way, which hides no other faults."""

import pytest

from held.keyring import words
from held.keyring.words import CannotOpen, Damaged, KeyGone, NoWrappingKey, opened_or
from held.pictures.vault import Missing


def test_a_value_that_opens_is_returned_as_it_is():
    assert opened_or("", lambda: "so small") == "so small"
    assert opened_or("other", lambda: "") == ""


@pytest.mark.parametrize("fault", [KeyGone("key"), Damaged("row"), Missing("blob"), CannotOpen()])
def test_what_does_not_open_is_replaced(fault):
    def fails():
        raise fault

    assert opened_or(None, fails) is None
    assert opened_or({}, fails) == {}


@pytest.mark.parametrize("fault", [NoWrappingKey("kek-1"), OSError(), ValueError()])
def test_faults_other_than_unsealing_are_raised(fault):
    def fails():
        raise fault

    with pytest.raises(type(fault)):
        opened_or(None, fails)


def test_a_lost_key_and_a_changed_bit_are_such_faults():
    key = words.new_key()
    sealed = words.seal(key, "here", "so small")
    for where, of in (("there", key), ("here", "0" * 32)):
        assert opened_or(None, lambda where=where, of=of: words.unseal(of, where, sealed)) is None
