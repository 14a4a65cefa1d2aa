"""What readers are told: the family's words exactly as given, and nothing that nobody said."""

import dataclasses

import pytest

from held.stories import writing
from held.stories.models import Leaf, Opening
from held.stories.telling import tell_shown, tell_versions
from held.stories.writing import Sheet
from tests import cast as people


@pytest.fixture
def story(cast):
    return people.write_story(cast)


def baby(cast, story, **given):
    leaf = writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    writing.save(leaf, given, sheet=Sheet(), by=cast.ana)
    return tell_versions(story, people.current_versions(story)).babies[-1]


def test_it_is_told_in_the_order_of_its_leaves(cast, story):
    for title in ("Later", "Later still"):
        leaf = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
        writing.save(leaf, {"title": title, "body": "w"}, sheet=Sheet(), by=cast.ana)
    told = tell_versions(story, people.current_versions(story))
    assert [entry.title for entry in told.entries] == ["", "Later", "Later still"]
    assert told.first_line.startswith("She came on a Tuesday")


def test_what_is_not_shown_is_not_told(cast, story):
    people.open_to(story, Opening.Circle.LINK, by=cast.ana)
    leaf = writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    writing.save(leaf, {"name": "Noor"}, sheet=Sheet(), by=cast.ana)
    assert tell_shown(story, "EVERYONE").babies == ()


def test_versions_of_another_story_are_not_told(cast, story):
    other = people.write_story(cast, title="Another")
    assert tell_versions(story, people.current_versions(other)).title == ""


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
