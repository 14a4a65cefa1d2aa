"""One line of the record: sealed for its position, opened exactly."""

import pytest

from held.consent.record_lines import opened_line, sealed_line
from held.keyring.words import Damaged, KeyGone, destroy_key, new_key
from held.lib.chain import next_link

AT = "2026-11-30T12:00:00.000000+00:00"
NAME = "0" * 32


def test_it_opens_exactly_and_only_in_its_place():
    key, link = new_key(), next_link(None, NAME, AT, {"act": "ask", "turn": 1, "language": "日本"})
    sealed = sealed_line(key, NAME, link)
    assert opened_line(key, NAME, 1, AT, sealed) == link
    for other in ((new_key(), NAME, 1), (key, "1" * 32, 1), (key, NAME, 2)):
        with pytest.raises(Damaged):
            opened_line(*other, AT, sealed)
    with pytest.raises(Damaged):
        opened_line(key, NAME, 1, AT, b"")


def test_a_record_line_without_its_key_is_gone():
    key = new_key()
    sealed = sealed_line(key, NAME, next_link(None, NAME, AT, {"act": "ask"}))
    destroy_key(key)
    with pytest.raises(KeyGone):
        opened_line(key, NAME, 1, AT, sealed)
    with pytest.raises(KeyGone):
        sealed_line(key, NAME, next_link(None, NAME, AT, {"act": "ask"}))


def test_its_length_does_not_say_what_was_answered():
    key = new_key()
    told = [{"standing": standing} for standing in ("agreed", "declined", "withdrawn", "x" * 200)]
    assert len({len(sealed_line(key, NAME, next_link(None, NAME, AT, one))) for one in told}) == 1
