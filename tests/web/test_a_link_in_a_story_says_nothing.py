"""Only a signed word says what was just done. A link that a family wrote in its story makes no page say it."""

import re
from html import unescape

import pytest

from held.stories import writing
from held.stories.models import Leaf, Publication
from held.stories.writing import OpenForm
from held.web import notices as words
from held.web.family.pages import SAID
from held.web.notices import MARKS, marked, saying
from tests import cast as people
from tests.tab import FROM_OUR_PAGE

TAKEN_BACK = "Only your family can read it now."


def page_at(browser, address: str) -> str:
    return browser.get(address, headers=FROM_OUR_PAGE).content.decode()


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def ana(cast, signed_in):
    return signed_in(cast.ana)


def test_a_planted_link_says_nothing_was_done(cast, anyone, ana, story):
    """A story here has a link to the desk. Ana reads it and follows the link, so a page of ours led there."""
    essay = Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)
    writing.save(
        essay,
        {"body": "[our story](http://localhost/family/?said=taken-back)"},
        form=OpenForm(essay.current_id),
        by=cast.ana,
    )
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    found = re.findall(r'<a [^>]*href="([^"]*said=[^"]*)"', page_at(anyone, "/stories/noor/"))
    assert found
    for address in found:
        assert TAKEN_BACK not in page_at(ana, unescape(address).removeprefix("http://localhost"))
    assert TAKEN_BACK in page_at(ana, saying("/family/", "taken-back"))


def test_no_word_and_no_mark_counts_unsigned(ana, anyone):
    for said in SAID:
        assert not words.said_in(ana.get(f"/family/?said={said}", headers=FROM_OUR_PAGE).wsgi_request), said
    for mark in MARKS:
        assert not words.is_marked(anyone.get(f"/entrance/?{mark}", headers=FROM_OUR_PAGE).wsgi_request, mark), mark


def test_a_signature_is_for_one_word_and_one_page(ana):
    ours = saying("/family/", "taken-back")
    assert TAKEN_BACK in page_at(ana, ours)
    others = [
        ours.replace("/family/?", "/family/people/?"),
        saying("/family/", "saved").replace("said=saved", "said=taken-back"),
        marked("/family/", "left").replace("&left", "&said=taken-back").replace("left", "said=taken-back"),
        ours.swapcase().replace("/FAMILY/?SIGNED", "/family/?signed").replace("SAID=TAKEN-BACK", "said=taken-back"),
    ]
    assert not [address for address in others if TAKEN_BACK in page_at(ana, address)]


def test_a_signature_ends_after_a_minute(ana, monkeypatch):
    ours, link = saying("/family/", "taken-back"), marked("/entrance/", "words", seconds=words.LINK_GOOD_FOR)
    late = words._words._clock() + words.GOOD_FOR + 1
    monkeypatch.setattr(words._words, "_clock", lambda: late)
    assert TAKEN_BACK not in page_at(ana, ours)
    assert words.is_marked(ana.get(link, headers=FROM_OUR_PAGE).wsgi_request, "words")
