"""A reader gets a photograph's veil between the paragraphs where the family placed it, as text and with a browser."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from held.publishing import placing
from held.publishing.placing import place_between
from held.stories.models import Publication
from tests import cast as people
from tests.between import DAY, HOME, ICE, NAME, seen
from tests.photographs import SHOWS, photograph
from tests.placed import entry_of

STORY, WORDS = "/stories/noor/", "/stories/noor/words/"


@pytest.fixture
def story(cast):
    return people.write_story(cast, body=DAY)


@pytest.fixture
def leaf(cast, story):
    leaf = photograph(cast, story).leaf
    place_between(leaf, entry_of(story), seen(entry_of(story), 2), by=cast.ana)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    return leaf


def page(path: str, browser: Client | None = None) -> str:
    return (browser or Client(headers={"host": "localhost"})).get(path).content.decode()


def order(said: str) -> list[str]:
    """What of these is in the story, in the order in which it is in the document."""
    said = said.partition("<article")[2]
    found = {text: said.find(text) for text in (ICE, NAME, HOME, SHOWS, "After photograph 1")}
    return sorted((text for text, at in found.items() if at >= 0), key=found.__getitem__)


@pytest.mark.usefixtures("leaf")
def test_the_veil_is_between_its_paragraphs_in_the_document():
    assert order(page(STORY)) == [ICE, NAME, SHOWS, "After photograph 1", HOME]


@pytest.mark.usefixtures("leaf")
def test_without_photographs_the_words_are_undivided():
    said = page(WORDS)
    assert order(said) == [ICE, NAME, HOME]
    (prose,) = re.findall(r'<div class="prose" dir="auto">(.*?)</div>', said, re.DOTALL)
    assert prose.split() == f"<p>{ICE}</p> <p>{NAME}</p> <p>{HOME}</p>".split()
    assert "passages" not in said


def test_taken_out_the_page_is_as_if_it_never_was(cast, leaf):
    placing.take_out(leaf, by=cast.ana)
    said = page(STORY)
    assert order(said) == [ICE, NAME, HOME]
    assert "passages" not in said
    assert "between" not in said


def test_the_family_sees_it_there_as_readers_do(cast, story, leaf, signed_in):
    seen_by_family = page(reverse("family:as_a_reader", args=[story.pk]) + "?circle=EVERYONE", signed_in(cast.ana))
    assert order(seen_by_family) == [ICE, NAME, SHOWS, "After photograph 1", HOME]


@pytest.mark.usefixtures("leaf")
def test_all_its_words_have_one_direction():
    said = page(STORY)
    assert said.count('<div class="passages" dir="auto">') == 1
    assert len(re.findall(r'<div class="prose">', said)) == 2
    assert '<div class="between" dir="ltr">' in said


def test_the_feed_tells_nothing_of_its_place(leaf, cast, story):
    before = page("/stories.atom")
    placing.take_out(leaf, by=cast.ana)
    assert page("/stories.atom") == before
