"""What readers get: the family's words exactly as given, and nothing that nobody said."""

import dataclasses

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from held.keyring.text import destroy_key
from held.reading.published import Veil, page_of_words, veil_of
from held.stories import writing
from held.stories.models import Leaf, Placement, Publication
from held.stories.writing import OpenForm
from tests import cast as people
from tests.photographs import SHOWS, photograph
from tests.published import published_story, published_veils, tell_versions

SECOND = "Colour. A second picture, of the sea at noon."
BESIDE = "Colour. A third picture, in a story that stands beside."


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def opened_beside(cast, story):
    """Another story, opened like the first; two photographs are in the first, and one in this."""
    other = people.write_story(cast, title="Beside")
    photograph(cast, story)
    photograph(cast, story, shows=SECOND)
    photograph(cast, other, shows=BESIDE)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    people.open_to(other, Publication.Circle.LINK, by=cast.ana)
    return other


def baby(cast, story, **given):
    leaf = writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    writing.save(leaf, given, form=OpenForm(), by=cast.ana)
    return tell_versions(story, people.current_versions(story)).babies[-1]


def test_it_is_told_in_the_order_of_its_leaves(cast, story):
    for title in ("Later", "Later still"):
        leaf = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
        writing.save(leaf, {"title": title, "body": "w"}, form=OpenForm(), by=cast.ana)
    told = tell_versions(story, people.current_versions(story))
    assert [entry.title for entry in told.entries] == ["", "Later", "Later still"]
    assert told.first_line.startswith("She came on a Tuesday")


def test_an_unpublished_baby_is_not_on_the_page(cast, story):
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    leaf = writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    writing.save(leaf, {"name": "Noor"}, form=OpenForm(), by=cast.ana)
    assert published_story(story).babies == ()


def test_words_that_nobody_gave_tell_nothing():
    told = page_of_words([])
    assert (told.title, told.babies, told.entries, told.photographs, told.first_line) == ("", (), (), (), "")


def test_names_and_words_are_told_exactly_as_given(cast, story):
    told = baby(cast, story, name="noor ümmü-l", sentence="She WAS here.", born="in the winter, 2019?", pronouns="hän")
    assert (told.name, told.sentence) == ("noor ümmü-l", "She WAS here.")
    assert {fact.what: fact.words for fact in told.facts} == {"pronouns": "hän", "born": "in the winter, 2019?"}


def test_nothing_is_worked_out_from_dates(cast, story):
    told = baby(cast, story, born="3 March 2024", died="1 March 2024")
    assert [(fact.what, fact.words) for fact in told.facts] == [("born", "3 March 2024"), ("died", "1 March 2024")]


def test_what_was_told_cannot_be_changed_by_a_page(cast, story):
    with pytest.raises(dataclasses.FrozenInstanceError):
        tell_versions(story, people.current_versions(story)).title = "x"


def test_a_veil_is_made_of_the_words_on_its_leaf_and_of_nothing_else():
    given = {"shows": "Hills.", "more": "We *walked* there.", "language": "de", "checklist": "x", "number": "9"}
    assert veil_of(given) == Veil(0, 0, "", "Hills.", "<p>We <em>walked</em> there.</p>\n", "de")
    assert veil_of({}) == Veil(0, 0, "", "", "", "")


def test_the_veils_of_a_story_are_its_own(cast, story, opened_beside):
    assert [veil.shows for veil in published_veils(story)] == [SHOWS, SECOND]
    assert [veil.shows for veil in published_veils(opened_beside)] == [BESIDE]
    for one in (story, opened_beside):
        named = Placement.objects.filter(entry__story=one).order_by("position").values_list("name", flat=True)
        assert [veil.name for veil in published_veils(one)] == list(named)
        assert published_story(one).photographs == published_veils(one)


def test_one_whose_key_is_gone_is_left_out_and_the_numbers_close(cast, story, opened_beside):
    first, second = Placement.objects.filter(entry__story=story).order_by("position")
    destroy_key(first.leaf.key)
    assert [(veil.number, veil.of, veil.name) for veil in published_veils(story)] == [(1, 1, second.name)]


@pytest.mark.parametrize("tell", [published_veils, published_story])
def test_more_photographs_ask_the_tables_no_more_often(cast, story, opened_beside, tell):
    with CaptureQueriesContext(connection) as few:
        tell(opened_beside)
    with CaptureQueriesContext(connection) as more:
        tell(story)
    assert len(few) == len(more)
