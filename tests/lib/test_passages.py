"""Two texts side by side."""

from time import monotonic

from hypothesis import given
from hypothesis import strategies as st

from held.lib.passages import Passage, passages_of


def alone(text, other):
    return [passage.words for passage in passages_of(text, other) if passage.alone]


def test_what_only_one_text_has_is_found():
    assert alone("It is winter now.", "It is autumn now.") == ["winter"]
    assert alone("It is autumn now.", "It is winter now.") == ["autumn"]
    assert alone("The same.", "The same.") == []


def test_words_beside_each_other_are_one_passage():
    assert alone("It was a long, cold night.", "It was one warm day.") == ["a long, cold night."]
    assert alone("It was very cold and late.", "It was quite warm and early.") == ["very cold", "late."]


def test_white_space_between_words_is_not_a_passage():
    assert passages_of("a b", "c b") == [Passage("a", alone=True), Passage(" b", alone=False)]


@given(st.text(), st.text())
def test_the_passages_put_together_are_the_text(text, other):
    assert "".join(passage.words for passage in passages_of(text, other)) == text


def test_long_texts_keep_nobody_waiting():
    begun = monotonic()
    assert len(passages_of("word " * 50_000, "words " * 50_000)) == 1
    assert monotonic() - begun < 2
