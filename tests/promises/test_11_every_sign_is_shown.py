"""Promise 11: every character that a family types is shown wherever its words are, except for the toolbar's marks."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from held.stories import writing
from held.stories.models import Leaf, Publication, Story
from tests import cast as people
from tests.cast import Cast
from tests.signs import are_the_signs, marked_signs, shown_signs, without_space

SIGNS = [
    "14. ",
    "March",
    "* ",
    "*",
    "† ",
    "+ ",
    "> ",
    "- ",
    "## ",
    "#",
    "---",
    "===",
    "\n",
    "\n\n",
    " ",
    "**",
    "_",
    "\\",
]
SIGNS += ["&amp;", "&", "<b>", "</p>", "[", "](https://a.example)", "](javascript:x)", "`", "|", "3", "愛", '"', "'"]
TYPED = st.lists(st.sampled_from(SIGNS), max_size=10).map("".join).filter(without_space)
DATES = "14. March\n2019. A year\n* 12 March\n† 14 March\n+ 15\n\nWe held her.\n---\nlight"
LAST_WORDS = r'<p class="last-words" dir="auto" translate="no">(?:\s*<i>noor</i><br>)?\s*(.*?)\s*</p>'
OTHERS = "Freund*innen, Kolleg*innen; f**k, s**t\n#1 >2 -3 \\* `c` | ^_^ __x__\n<img src=//x> &amp; &#42;"


def typed_without_line_marks(text: str) -> str:
    return re.sub(r"(?m)^(## |> |- )+", "", text)


def parts(page: str, pattern: str) -> list[str]:
    return re.findall(pattern, page, re.DOTALL)


def proses(page: str) -> list[str]:
    """The content between the tags of each text on a page."""
    return parts(page, r'<div class="prose" dir="auto">(.*?)\n?</div>')


@pytest.fixture
def story(cast: Cast) -> Story:
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    return story


def tell(cast: Cast, story: Story, text: str) -> None:
    """The text as the essay and as the family's first words, shown to everyone."""
    for leaf in Leaf.objects.filter(story=story):
        field = "why" if leaf.kind == Leaf.Kind.ABOUT else "body"
        given = {"title": "noor", field: text, "language": "en"}
        writing.save(leaf, given, form=writing.OpenForm(leaf.current_id), by=cast.ana)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TYPED.map(typed_without_line_marks).filter(without_space))
@example(text=DATES)
@example(text=OTHERS)
def test_pages_feed_and_lists_have_every_sign(cast: Cast, story: Story, anyone: Client, signed_in, text: str):
    tell(cast, story, text)
    ana = signed_in(cast.ana, key=True)
    for browser, path in (
        (anyone, "/stories/noor/"),
        (anyone, "/stories/noor/words/"),
        (ana, reverse("family:circle_shown", args=[story.pk])),
    ):
        shown = proses(browser.get(path).content.decode())
        assert len(shown) == 2, path
        assert all(are_the_signs(marked_signs(html), text) for html in shown), path
    signs = shown_signs(shown[0])
    page = anyone.get("/stories/noor/").content.decode()
    feed = ElementTree.fromstring(anyone.get("/stories.atom").content)
    begins = {
        "feed": feed.findtext("{*}entry/{*}summary"),
        "preview of a link": unescape(parts(page, r'og:description" content="(.*?)"')[0]),
        "list": unescape(parts(anyone.get("/").content.decode(), r'</h3>\s*<p dir="auto">(.*?)</p>')[0]),
        "desk": unescape(parts(ana.get("/family/").content.decode(), LAST_WORDS)[0]),
    }
    for where, begun in begins.items():
        assert without_space(begun.removesuffix(" …")) == signs[: len(without_space(begun.removesuffix(" …")))], where
        assert begun.endswith(" …") or without_space(begun) == signs, where
