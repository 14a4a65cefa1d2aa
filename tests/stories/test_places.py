"""A photograph follows its paragraph through edits of the words, and returns with it."""

import pytest

from held.publishing.placing import place_between
from held.stories import writing
from held.stories.models import Leaf, Story
from held.stories.writing import OpenForm
from tests import cast as people
from tests.between import DAY, HOME, ICE, NAME, edit, order, place_of, seen
from tests.photographs import photograph
from tests.placed import entry_of


@pytest.fixture
def story(cast) -> Story:
    return people.write_story(cast, body=DAY)


@pytest.fixture
def essay(story) -> Leaf:
    return entry_of(story)


@pytest.fixture
def photo(cast, story) -> Leaf:
    return photograph(cast, story).leaf


def test_it_moves_with_its_paragraph_through_edits(cast, essay, photo):
    place_between(photo, essay, seen(essay, 2), by=cast.ana)
    edit(cast, essay, "A line before.", ICE, NAME, HOME)
    assert place_of(photo) == (3, False)
    edit(cast, essay, f"{NAME} So small.", ICE)
    assert place_of(photo) == (1, False)


def test_a_paragraph_cut_and_pasted_later_takes_it_along(cast, essay, photo):
    place_between(photo, essay, seen(essay, 2), by=cast.ana)
    edit(cast, essay, ICE, HOME)
    assert place_of(photo) == (1, True)
    edit(cast, essay, ICE, HOME, "More.")
    edit(cast, essay, ICE, HOME, "More.", NAME)
    assert place_of(photo) == (4, False)


def test_earlier_words_brought_back_have_it_in_its_place(cast, essay, photo):
    place_between(photo, essay, seen(essay, 2), by=cast.ana)
    edit(cast, essay, "All of it is told elsewhere.")
    assert place_of(photo) == (None, True)
    edit(cast, essay, ICE, NAME, HOME)
    assert place_of(photo) == (2, False)


def test_words_that_wait_beside_others_move_nothing(cast, essay, photo):
    place_between(photo, essay, seen(essay, 2), by=cast.ana)
    edit(cast, essay, ICE, NAME, HOME, "More.")
    writing.save(essay, {"body": "Another text."}, form=OpenForm(None), by=cast.ben)
    assert place_of(photo) == (2, False)


def test_several_at_one_paragraph_keep_their_order(cast, story, essay):
    leaves = [photograph(cast, story).leaf for _ in range(3)]
    place_between(leaves[2], essay, seen(essay, 1), by=cast.ana)
    place_between(leaves[0], essay, seen(essay, 1), by=cast.ana)
    assert order(essay) == [leaves[2].pk, leaves[0].pk, leaves[1].pk]
    edit(cast, essay, NAME, HOME, ICE)
    assert order(essay) == [leaves[2].pk, leaves[0].pk, leaves[1].pk]
    assert place_of(leaves[0]) == (3, False)
