"""Secrets are long enough, and what is stored does not lead back to them."""

from held.lib.tokens import derived_token, new_address, new_token, token_hash


def test_a_token_has_256_random_bits_and_an_address_128():
    assert len(new_token()) == 43
    assert len(new_address()) == 22
    assert len({new_token() for _ in range(1000)}) == 1000


def test_the_hash_of_a_token_does_not_contain_it():
    token = new_token()
    assert token not in token_hash(token)
    assert token_hash(token) == token_hash(token) != token_hash(new_token())


def test_a_derived_token_is_the_same_for_the_same_thing_and_no_other():
    token = derived_token("secret", "link", "ana", "form")
    assert token == derived_token("secret", "link", "ana", "form")
    assert len(token) == 43
    others = [("other", "link", "ana", "form"), ("secret", "link", "anaform"), ("secret", "link", "ana", "form", "")]
    assert token not in {derived_token(secret, *about) for secret, *about in others}
