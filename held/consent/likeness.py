"""Detect near-copies of a lost-link request: the same letters and digits in the same order."""

import unicodedata
from collections.abc import Mapping

from django.conf import settings

from held.keyring.secret import keyed_hash
from held.lib.stored_strings import HASH_OF_CLAIM

_LETTERS_AND_DIGITS = ("L", "M", "N")  # Unicode's general categories; without the marks (M) Hindi would lose its vowels


def likeness_of(given: Mapping[str, str]) -> str:
    """A keyed hash, equal for near-copies; with the database alone nobody can tell for which words."""
    plain = plain_words(given.get("name", "")) + "\0" + plain_words(given.get("words", ""))
    return keyed_hash(settings.SECRET_KEY, HASH_OF_CLAIM, plain)


def plain_words(given: str) -> str:
    """The words without case, spaces, punctuation and invisible characters."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", given).casefold())
    return "".join(letter for letter in folded if unicodedata.category(letter)[0] in _LETTERS_AND_DIGITS)
