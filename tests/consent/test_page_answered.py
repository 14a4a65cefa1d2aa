"""A yes from a page older than an answer, or than the description, is not kept; a no always is."""

import pytest

from held.consent import answering, consent_links
from held.consent.models import Answer, ConsentLink, Involvement
from held.consent.page_answered import AnsweredSince, OtherWords, Page, fingerprint
from held.consent.states import Event, Status

MADE_UP = ["", "0" * 43]


def page(involvement: Involvement, *, newest: bool = True) -> Page:
    """The page as it is now."""
    return Page(fingerprint(row(involvement)), lambda: newest)


def row(involvement: Involvement) -> Answer:
    return Answer.objects.get(involvement=involvement, scope="public")


def press(involvement: Involvement, event: Event, on: Page, link: ConsentLink | None = None) -> str:
    return answering.answer(involvement, "public", event, language="en", link=link, page=on).status


@pytest.fixture
def first(asked) -> ConsentLink:
    return ConsentLink.objects.get(involvement=asked[1])


@pytest.mark.parametrize("by_link", [True, False])
@pytest.mark.parametrize("since", [Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW])
def test_a_yes_from_before_a_no_is_not_kept(asked, first, since, by_link):
    link = first if by_link else None
    press(asked[1], Event.AGREE, page(asked[1]), link)
    old = page(asked[1])
    stands = answering.answer(asked[1], "public", since, language="en").status
    with pytest.raises(AnsweredSince):
        press(asked[1], Event.AGREE, old, link)
    assert row(asked[1]).status == stands
    assert press(asked[1], Event.AGREE, page(asked[1]), link) == Status.AGREED


@pytest.mark.parametrize("seen", MADE_UP)
@pytest.mark.parametrize("by_link", [True, False])
def test_a_yes_without_the_fingerprint_turns_no_no(asked, first, by_link, seen):
    link = first if by_link else None
    press(asked[1], Event.DECLINE, Page(seen, lambda: True), link)
    with pytest.raises(AnsweredSince):
        press(asked[1], Event.AGREE, Page(seen, lambda: True), link)
    assert press(asked[1], Event.NOT_NOW, Page(seen, lambda: True), link) == Status.NOT_NOW


def test_where_nothing_was_answered_yet_none_is_needed(asked, first):
    assert press(asked[1], Event.AGREE, Page("", lambda: True), first) == Status.AGREED


def test_asked_once_more_a_page_of_before_is_old(asked, first, cast):
    old = page(asked[1])
    press(asked[1], Event.NOT_NOW, old, first)
    consent_links.ask_once_more(asked[1], by=cast.ana)
    for on in (old, Page("", lambda: True)):
        with pytest.raises(AnsweredSince):
            press(asked[1], Event.AGREE, on, first)


@pytest.mark.parametrize("seen", MADE_UP)
def test_a_later_link_carries_none_and_turns_no_no(asked, cast, seen):
    consent_links.link_anew(asked[1], by=cast.ana)
    later = ConsentLink.objects.get(involvement=asked[1], later=True)
    assert press(asked[1], Event.AGREE, Page(seen, lambda: True), later) == Status.AGREED
    press(asked[1], Event.DECLINE, Page(seen, lambda: True), later)
    assert press(asked[1], Event.AGREE, Page(seen, lambda: True), later) == Status.WITHDRAWN


def test_a_yes_for_older_words_is_not_kept_and_a_no_is(asked, first):
    with pytest.raises(OtherWords):
        press(asked[1], Event.AGREE, page(asked[1], newest=False), first)
    assert row(asked[1]).status == Status.ASKED
    assert press(asked[1], Event.DECLINE, page(asked[1], newest=False), first) == Status.DECLINED
