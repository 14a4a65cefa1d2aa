"""A link to give them: as text, in a message or a mail, as a QR code."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.template.loader import render_to_string

from held.web.linkcard import WORDS, LinkCard, link_card

URL = "http://localhost:8000/entrance/link/" + "a" * 43 + "/"
MAY_BE_SAID = re.compile(r"baby|photograph|picture|story|died|family|parent|\bnamed?\b", re.IGNORECASE)


@pytest.fixture
def card(db) -> LinkCard:
    return link_card("entrance:link", "a" * 43)


def test_the_square_is_svg_with_a_name_and_without_style(card):
    assert card.address == URL
    assert card.square.startswith("<svg viewBox=")
    assert 'role="img" aria-label="A square' in card.square
    assert not re.search(r"style|script|href|entrance", card.square)


def test_two_links_are_drawn_differently(card):
    assert card.square != link_card("entrance:link", "b" * 43).square


def test_a_message_and_a_mail_hold_the_words_and_the_link(card):
    message = parse_qs(card.text_message.partition("?")[2])
    mail = parse_qs(urlsplit(card.mail).query)
    assert message["body"] == mail["body"] == [f"{card.words}\n\n{URL}"]
    assert mail["subject"] == ["A link for you"]
    assert "\n" not in card.text_message + card.mail


@pytest.mark.parametrize("page", WORDS)
def test_words_sent_with_a_link_do_not_say_what_it_is_about(page):
    assert not MAY_BE_SAID.search(str(WORDS[page]))


def test_a_page_without_words_of_its_own_gets_no_card(db):
    with pytest.raises(KeyError):
        link_card("guardian:desk", "a")


def test_what_needs_a_script_is_hidden_until_one_runs(card):
    shown = render_to_string("_link_card.html", {"card": card})
    buttons = re.findall(r"<button[^>]*>", shown)
    assert len(buttons) == 3
    assert all("hidden" in button for button in buttons)
    assert len(re.findall(r'<a class="button" href="(?:sms|mailto):', shown)) == 2


def test_each_of_several_links_on_a_page_has_its_own_place(card):
    cards = [render_to_string("_link_card.html", {"card": card, "number": n, "quiet": True}) for n in (1, 2)]
    assert [re.findall(r'data-link="([^"]+)"', one) for one in cards] == [["link-1"], ["link-2"]]
    assert [one.count("data-main") for one in cards] == [0, 0]
    assert [one.count("hand-over.js") for one in cards] == [1, 0]
