"""A sealed column opens in its own row, under its own key, and nowhere else."""

from dataclasses import dataclass, field

import pytest

from held.keyring import words
from held.keyring.sealed import KeepsWords, SealedText, SealedWords
from held.keyring.words import Damaged, KeyGone


@dataclass
class Family:
    key: str = field(default_factory=words.new_key)


@dataclass
class Row:
    family: Family = field(default_factory=Family)
    pk: int = 7
    handle: str = "ABCD"
    sealed_name: bytes | None = None
    sealed_reach: bytes | None = None

    name = SealedText("row {} name", column="sealed_name", key="family.key", optional=True)
    reach = SealedText("row {} reach", column="sealed_reach", key="family.key", number="handle")


@dataclass
class Letter(KeepsWords):
    key: str = field(default_factory=words.new_key)
    pk: int = 8
    sealed: bytes = b""

    form_words = SealedWords("letter {}")


def test_a_text_is_sealed_in_its_column_and_opens_again():
    row = Row()
    row.name, row.reach = "Noor ", ""
    assert b"Noor" not in row.sealed_name
    assert (row.name, row.reach) == ("Noor ", "")
    assert words.unseal(row.family.key, "row 7 name", row.sealed_name) == "Noor "
    assert words.unseal(row.family.key, "row ABCD reach", row.sealed_reach) == ""


def test_an_optional_text_that_is_empty_is_null():
    row = Row()
    assert row.name == ""
    row.name = "Noor"
    row.name = ""
    assert row.sealed_name is None


def test_a_text_moved_to_another_row_or_column_is_damaged():
    row, other = Row(), Row(pk=9)
    row.name = "Noor"
    other.family, other.sealed_name = row.family, row.sealed_name
    with pytest.raises(Damaged):
        _ = other.name
    row.sealed_reach = row.sealed_name
    with pytest.raises(Damaged):
        _ = row.reach


def test_destroying_its_key_makes_a_text_unreadable():
    row = Row()
    row.name = "Noor"
    words.destroy_key(row.family.key)
    with pytest.raises(KeyGone):
        _ = row.name


def test_words_of_a_form_open_as_they_were_given():
    letter, given = Letter(), {"name": "Omar", "words": "I’d like to read.\n"}
    letter.write(given)
    assert letter.read() == given
    assert words.unseal(letter.key, "letter 8", letter.sealed) == '{"name": "Omar", "words": "I’d like to read.\\n"}'


def test_a_key_that_the_caller_has_is_used():
    letter, other = Letter(), words.new_key()
    letter.write({"name": "Omar"}, other)
    assert letter.read(other) == {"name": "Omar"}
    with pytest.raises(Damaged):
        letter.read()
    assert Row.name.open(Row(), other) == ""
