"""A viewer who is signed in always has an account."""

import pytest

from held.access import ANYONE, SignedIn


def test_a_signed_in_viewer_needs_an_account():
    with pytest.raises(TypeError):
        SignedIn()


def test_an_anonymous_viewer_has_no_account():
    assert not isinstance(ANYONE, SignedIn)
    assert ANYONE.account is None
