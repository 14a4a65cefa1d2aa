"""A photograph between two paragraphs: where the family has it, where readers see it, and what edits do to both."""

from uuid import UUID

import pytest

from held.publishing import placing, publication
from held.publishing.fingerprint import fingerprint_of
from held.publishing.letting_ask import let_readers_ask
from held.publishing.ordering import place_after
from held.publishing.placing import NotPlaced, place_between
from held.stories.models import Leaf, Publication, Story
from held.stories.places import ParagraphSeen
from tests import cast as people
from tests.between import DAY, HOME, ICE, NAME, edit, order, place_of, seen
from tests.photographs import agree, photograph
from tests.placed import describe, entry_of, placed, receive
from tests.published import published_story


@pytest.fixture
def story(cast) -> Story:
    return people.write_story(cast, body=DAY)


@pytest.fixture
def essay(story) -> Leaf:
    return entry_of(story)


@pytest.fixture
def photo(cast, story) -> Leaf:
    return photograph(cast, story).leaf


def for_readers(story: Story) -> list[str | int]:
    """What readers get, in order: the words of each passage, and the number of each photograph."""
    (entry,) = published_story(story).entries
    found: list[str | int] = []
    for passage in entry.passages:
        found += [
            passage.html.replace("<p>", "").replace("</p>\n", "|"),
            *(veil.number for veil in passage.photographs),
        ]
    return found + [veil.number for veil in entry.at_end]


def open_to_all(cast, story: Story) -> None:
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana)


def test_readers_get_it_between_the_two_paragraphs(cast, story, essay, photo):
    place_between(photo, essay, seen(essay, 2), by=cast.ana)
    open_to_all(cast, story)
    assert for_readers(story) == [f"{ICE}|{NAME}|", 1, f"{HOME}|"]


def test_unless_somebody_chooses_it_is_at_the_end(cast, story, photo):
    open_to_all(cast, story)
    assert for_readers(story) == [f"{ICE}|{NAME}|{HOME}|", 1]


def test_the_words_of_the_entry_are_whole_wherever_it_is(cast, story, essay, photo):
    open_to_all(cast, story)
    before = published_story(story).entries[0].html
    place_between(photo, essay, seen(essay, 1), by=cast.ana)
    open_to_all(cast, story)
    assert published_story(story).entries[0].html == before


def test_a_move_shows_when_readers_are_let_see_again(cast, story, essay, photo):
    open_to_all(cast, story)
    place_between(photo, essay, seen(essay, 1), by=cast.ana)
    assert for_readers(story)[-1] == 1
    open_to_all(cast, story)
    assert for_readers(story) == [f"{ICE}|", 1, f"{NAME}|{HOME}|"]


def test_readers_see_it_where_it_is_in_the_words_they_see(cast, story, essay, photo):
    place_between(photo, essay, seen(essay, 2), by=cast.ana)
    open_to_all(cast, story)
    edit(cast, essay, "A line before.", ICE, HOME)
    assert place_of(photo) == (2, True)
    assert for_readers(story) == [f"{ICE}|{NAME}|", 1, f"{HOME}|"]
    open_to_all(cast, story)
    assert for_readers(story) == [f"A line before.|{ICE}|", 1, f"{HOME}|"]


def test_readers_lose_it_at_once_when_it_is_taken_out(cast, story, essay, photo):
    place_between(photo, essay, seen(essay, 1), by=cast.ana)
    open_to_all(cast, story)
    placing.take_out(photo, by=cast.ana)
    assert for_readers(story) == [f"{ICE}|{NAME}|{HOME}|"]


def test_a_paragraph_is_found_in_words_saved_since_the_page(cast, essay, photo):
    page = seen(essay, 2)
    edit(cast, essay, "A line before.", ICE, NAME, HOME)
    place_between(photo, essay, page, by=cast.ana)
    assert place_of(photo) == (3, False)


def test_after_a_paragraph_that_is_gone_it_is_not_placed(cast, essay, photo):
    page = seen(essay, 2)
    edit(cast, essay, ICE, HOME)
    with pytest.raises(NotPlaced):
        place_between(photo, essay, page, by=cast.ana)


def test_placing_it_again_ends_what_is_told(cast, essay, photo):
    place_between(photo, essay, seen(essay, 2), by=cast.ana)
    edit(cast, essay, ICE, HOME)
    place_between(photo, essay, seen(essay, 1), by=cast.ana)
    assert place_of(photo) == (1, False)


def test_moved_up_it_goes_to_the_paragraph_of_the_one_before(cast, story, essay):
    first, second = (photograph(cast, story).leaf for _ in range(2))
    place_between(first, essay, seen(essay, 1), by=cast.ana)
    placing.move_up(second, by=cast.ana)
    assert (place_of(second), order(essay)) == ((1, False), [first.pk, second.pk])
    placing.move_up(second, by=cast.ana)
    assert order(essay) == [second.pk, first.pk]


def test_placed_after_another_one_it_is_at_its_paragraph(cast, story, essay):
    first, second = (photograph(cast, story).leaf for _ in range(2))
    place_between(first, essay, seen(essay, 2), by=cast.ana)
    place_after([second], essay, after=first, by=cast.ana)
    assert place_of(second) == (2, False)
    place_after([first], essay, after=None, by=cast.ana)
    assert (place_of(first), order(essay)) == ((None, False), [second.pk, first.pk])


def test_one_let_alone_is_placed_in_the_words_readers_see(cast, story, essay):
    leaf = receive(story, cast.ana)
    describe(leaf, cast.ana)
    agree(leaf, cast.ana)
    publication.open_story(story, Publication.Circle.EVERYONE, versions=words_alone(story), by=cast.ana)
    edit(cast, essay, "A line before.", ICE, NAME, HOME)
    place_between(leaf, essay, seen(essay, 3), by=cast.ana)
    leaf.refresh_from_db()
    let_readers_ask(leaf, version=leaf.current_id, fingerprint=fingerprint_of(story), by=cast.ana)
    assert for_readers(story) == [f"{ICE}|{NAME}|", 1, f"{HOME}|"]


def test_in_the_story_as_numbered_they_follow_the_words(cast, story, essay):
    leaves = [placed(story, cast.ana, hue=hue) for hue in range(3)]
    place_between(leaves[2], essay, seen(essay, 1), by=cast.ana)
    place_between(leaves[0], essay, seen(essay, 2), by=cast.ana)
    open_to_all(cast, story)
    assert for_readers(story) == [f"{ICE}|", 1, f"{NAME}|", 2, f"{HOME}|", 3]


def words_alone(story: Story) -> list[UUID]:
    leaves = Leaf.objects.filter(story=story).exclude(kind=Leaf.Kind.PHOTOGRAPH)
    return list(leaves.values_list("current", flat=True))


@pytest.mark.parametrize("number", [-1, 0, 77, 10**16])
def test_after_a_paragraph_that_never_was_it_is_not_placed(cast, essay, photo, number):
    with pytest.raises(NotPlaced):
        place_between(photo, essay, ParagraphSeen(essay.current, number), by=cast.ana)
