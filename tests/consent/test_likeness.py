"""Near-copies of the same words count as alike; other words do not."""

import pytest

from held.consent.likeness import likeness_of, plain_words


@pytest.mark.parametrize(
    "other",
    ["i held the lamp", "I  held\nthe LAMP!!", "“I held the lamp.”", "I held the\u200b lamp.", "Ｉ held the lamp."],
)
def test_case_spaces_and_punctuation_make_no_difference(other):
    assert likeness_of({"name": "Mika", "words": "I held the lamp."}) == likeness_of({"name": "MIKA", "words": other})


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Mika", "words": "I held the lamps."},
        {"name": "Omar", "words": "I held the lamp."},
        {"name": "Mika I", "words": "held the lamp."},
        {"name": "Mika", "words": ""},
        {"name": "Mika", "words": "I held the lamp. 2"},
    ],
)
def test_other_words_or_another_name_are_not_alike(other):
    assert likeness_of({"name": "Mika", "words": "I held the lamp."}) != likeness_of(other)


def test_vowels_of_other_scripts_count_as_letters():
    assert plain_words("की") != plain_words("का")
    assert plain_words("é") == plain_words("e\u0301")


def test_a_copy_of_the_tables_does_not_tell_the_words(settings):
    given = {"name": "Mika", "words": "I held the lamp."}
    here = likeness_of(given)
    settings.SECRET_KEY = "of another place"
    assert likeness_of(given) != here
