"""Which characters of a text are visible, by Unicode's categories."""

import pytest

from held.lib.visible import can_be_seen, seen_or_empty

UNSEEN = [
    "",
    " \t\n",
    "\u200b",  # zero width space
    "\u200d\ufe0f",  # a joiner and a variation selector, without the emoji they belong to
    "\u2060\ufeff\u00ad",  # word joiner, byte order mark, soft hyphen
    "\u202e\u2066\u2069",  # marks of direction
    "\u00a0\u3000\u2003",  # spaces of other widths
    "\u2028\u2029\x00\x7f",  # ends of lines and paragraphs, controls
    "\u3164\u115f\u1160\uffa0",  # Hangul fillers, which Unicode counts as letters
    "\u2800",  # an empty Braille pattern
    "\u0301\u034f",  # an accent and a joiner without a letter
    "\U000e0041\U000e007f",  # tags
    "\U000e0100",  # a variation selector of a later plane
]
SEEN = [
    "Noor",
    "Zoë",
    "e\u0301",
    "نور",
    "न\u0942र",
    "李",
    "\u200bM",
    "👩\u200d👧",
    "🤍",
    "3",
    "?",
    "*",
    "\ue000",  # of private use, and not yet given: a newer phone may draw them
    "\u0378",
]


@pytest.mark.parametrize("text", UNSEEN, ids=ascii)
def test_characters_without_a_shape_are_no_name(text):
    assert not can_be_seen(text)
    assert seen_or_empty(text) == ""


@pytest.mark.parametrize("text", SEEN, ids=ascii)
def test_a_name_of_any_script_stays_as_it_was_typed(text):
    assert seen_or_empty(text) == text
