"""Where a paragraph is after the words around it, or its own, were edited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from held.lib.markdown import MOST_LINKS, to_blocks, to_html
from held.stories.paragraphs import Followed, follow, paragraphs_of

ICE = "There was ice on the windows of the ward that morning."
NAME = "We named her Noor, after the first light we saw."
SONG = "Somebody sang in the next room, and we listened."
HOME = "We went home in the evening, and the lamp was still on."
DAY = [ICE, NAME, SONG, HOME]
LINES = st.lists(st.sampled_from(["one", "two words", "## head", "> said", "- item", "", " ", "**b", "[a](b)", "* *"]))
TEXTS = st.lists(st.sampled_from([ICE, NAME, SONG, HOME, "***", "漢字の朝。", "So it was.", "A line\nand another"]))


@given(st.one_of(st.text(), LINES.map("\n".join), TEXTS.map("\n\n".join)))
def test_the_blocks_joined_are_the_whole_page(text):
    assert "".join(to_blocks(text)) == to_html(text)


def test_each_block_of_a_page_is_one_paragraph():
    text = "## A day\n\nOne\ntwo\n\n> said\n> more\n\n- hair\n- ears\n\nEnd"
    assert paragraphs_of(text) == ["A day", "One two", "said more", "hair ears", "End"]


def test_a_text_too_long_for_marks_has_paragraphs_too():
    assert paragraphs_of("[a](b) " * (MOST_LINKS + 1) + "\n\nEnd")[1:] == ["End"]


@pytest.mark.parametrize(
    ("now", "place"),
    [
        (DAY, Followed(2)),
        (["Before it all.", *DAY], Followed(3)),
        ([NAME, ICE, HOME], Followed(1)),  # moved
        ([ICE, HOME, SONG, NAME], Followed(4)),
        ([ICE, NAME.replace("first", "very first"), SONG], Followed(2)),
        ([ICE, "We named her Noor.", "After the first light we saw.", SONG], Followed(3)),  # split
        ([f"{ICE} {NAME}", SONG, HOME], Followed(1)),  # joined with the one before
        ([ICE, f"{NAME} {SONG}", HOME], Followed(2)),  # joined with the one after
        ([ICE, f"{NAME} It was small.", "I was there.", SONG, HOME], Followed(2)),
        ([SONG, f"{NAME} It was so.", HOME, ICE], Followed(2)),  # moved and edited
        ([ICE, SONG, HOME], Followed(1, gone=True)),
        ([ICE, "A nurse brought tea.", SONG, HOME], Followed(1, gone=True)),
        ([SONG, HOME], Followed(1, gone=True)),
        (["All of it is told elsewhere."], Followed(None, gone=True)),
        ([], Followed(None, gone=True)),
    ],
)
def test_the_second_paragraph_is_found_or_told_as_gone(now, place):
    assert follow(DAY, now, [2]) == {2: place}


@pytest.mark.parametrize(("former", "now"), [("It rained.", "It snowed."), ("漢字の朝です。", "漢字の夜です。")])
def test_one_short_sentence_may_be_corrected(former, now):
    assert follow([ICE, former, HOME], [ICE, now, HOME], [2]) == {2: Followed(2)}


def test_of_two_with_the_same_words_each_stays_where_it_was():
    now = ["***", ICE, SONG, "***", NAME]
    assert follow(["***", ICE, "***", NAME], now, [1, 3]) == {1: Followed(1), 3: Followed(4)}


def test_of_two_with_the_same_words_the_one_left_out_is_gone():
    assert follow(["***", ICE, "***"], [ICE, "***"], [1, 3]) == {1: Followed(1, gone=True), 3: Followed(2)}


def test_a_number_the_former_words_never_had_is_gone():
    assert follow([ICE], [ICE], [7]) == {7: Followed(1, gone=True)}


@given(TEXTS, TEXTS)
def test_each_is_somewhere_and_never_beyond_the_end(former, now):
    found = follow(former, now, range(1, len(former) + 1))
    assert set(found) == set(range(1, len(former) + 1))
    assert all(one.number in range(1, len(now) + 1) or (one.number is None and one.gone) for one in found.values())


@given(st.permutations(DAY), st.permutations(DAY))
def test_an_unchanged_paragraph_is_found_in_any_order(former, now):
    found = follow(former, now, range(1, 5))
    assert [now[found[number].number - 1] for number in range(1, 5)] == list(former)


@given(TEXTS, st.data())
def test_what_is_added_or_left_out_keeps_the_order(former, data):
    kept = data.draw(st.lists(st.booleans(), min_size=len(former), max_size=len(former)))
    now = [text for text, stays in zip(former, kept, strict=True) if stays]
    now.insert(data.draw(st.integers(0, len(now))), "Something quite different was told.")
    found = follow(former, now, range(1, len(former) + 1))
    followed = [one.number for one in found.values() if not one.gone]
    unlike = {text for text in former if former.count(text) == 1}
    numbers = [found[at].number for at, text in enumerate(former, 1) if text in unlike and not found[at].gone]
    assert numbers == sorted(numbers)
    assert set(followed) <= set(range(1, len(now) + 1))
    stayed = [at for at, text in enumerate(former, 1) if text in unlike and kept[at - 1]]
    assert all(now[found[at].number - 1] == former[at - 1] for at in stayed)


@pytest.mark.parametrize("many", [40, 400, 1_500])
def test_among_many_equal_ones_each_keeps_its_own(many):
    """Each second paragraph is a star; every other one was edited, a little in the middle and in full near the end."""
    former = [
        "*" if at % 2 else f"On day {at} we walked along the river to the bridge number {at}" for at in range(many)
    ]
    now = [text.replace("river", "river again") for text in former]
    numbers = [1, 2, 3, many // 2 + 1, many - 1, many]
    found = follow(former, now, numbers)
    assert {number: (there.number, there.gone) for number, there in found.items()} == {
        number: (number, False) for number in numbers
    }
