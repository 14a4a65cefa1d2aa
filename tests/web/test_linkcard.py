"""A link to hand over, as text and as a QR code."""

import re

from held.web.linkcard import link_card

URL = "http://localhost:8000/entrance/link/" + "a" * 43 + "/"


def test_the_square_is_svg_without_style_and_without_words():
    card = link_card(URL)
    assert card.address == URL
    assert card.square.startswith("<svg viewBox=")
    assert not re.search(r"style|script|href|entrance", card.square)


def test_two_links_are_drawn_differently():
    assert link_card(URL).square != link_card(URL.replace("a/", "b/")).square
