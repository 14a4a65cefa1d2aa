"""Each way says what happens, who sees it and how to undo it, on the pages where one decides; folded words count."""

import re
from dataclasses import dataclass
from html import unescape

import pytest

from held.stories.models import Publication
from tests import cast as people
from tests.cast import Cast
from tests.photographs import photograph
from tests.web.each_page import EachPage


@dataclass(frozen=True)
class Says:
    """The pages of a way, and a piece of what they say of each."""

    pages: tuple[str, ...]
    happens: str
    sees: str
    undo: str


WAYS = {
    "write and save": Says(
        ("family:leaf",),
        happens="Saved. You can stop here and come back whenever you like.",
        sees="Readers see changes only when you let them.",
        undo="Earlier versions",
    ),
    "let somebody read": Says(
        ("family:circle_everyone",),
        happens="Exactly what is ticked below.",
        sees="Everyone. The title and first words go on the front page",
        undo="“Take the story back” on its page: its addresses stop at once.",
    ),
    "send photographs": Says(
        ("family:photographs", "family:photograph"),
        happens="They stay on your device too.",
        sees="Only your family sees them here.",
        undo="Remove this photograph",
    ),
    "send photographs by a link": Says(
        ("contributor:envelope",),
        happens="They stay on your device too. You won’t see them here again.",
        sees="Only the parents, and friends who help them write, can open what you send.",
        undo="can be taken back until the family takes it out of the envelope",
    ),
    "describe, and let readers ask": Says(
        ("family:photograph", "family:photographs"),
        happens="Readers read this before they ask.",
        sees="Readers may ask for it",
        undo="Stop showing it",
    ),
    "ask somebody in a photograph": Says(
        ("family:asking_person",),
        happens="Your name, the description and the questions.",
        sees="The photograph only if they ask, for 30 days.",
        undo="You can stop that.",
    ),
    "answer": Says(
        ("contributor:asked",),
        happens="Readers can ask to see it once everyone in it, and the person who took it, has said yes.",
        sees="Readers never learn who said what.",
        undo="You can change an answer at any time.",
    ),
    "take back a story": Says(
        ("family:story",),
        happens="Take the story back",
        sees="Take it back: the words stay, for your family only.",
        undo="Change who may read it",
    ),
    "take back a photograph": Says(
        ("family:removal",),
        happens="After 30 days it’s gone for good.",
        sees="It’s closed for everybody, including you",
        undo="Until then any parent can keep it",
    ),
    "take back a yes": Says(
        ("entrance:answers",),
        happens="Take a yes back, and no reader can open it here.",
        sees="The family doesn’t see these answers.",
        undo="You can change each answer at any time",
    ),
    "name a reader": Says(
        ("family:naming_one",),
        happens="Read the story as readers see it while it’s open",
        sees="With a link that you give them.",
        undo="Take their link back: it stops at once.",
    ),
    "erase a photograph": Says(
        ("family:destroying",),
        happens="It’s gone at once.",
        sees="Then nobody can open it, not even us.",
        undo="It can’t be undone, not even by us.",
    ),
}


def words_of(page: str) -> str:
    """Everything a page says, shown or folded, with the words its scripts may say."""
    said = " ".join(re.findall(r'data-[\w-]+="([^"]*)"', page))
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page) + " " + said).split())


def missing(way: Says, said: str) -> list[str]:
    """What the pages of a way do not say."""
    return [words for words in (way.happens, way.sees, way.undo) if words not in said]


@pytest.fixture
def said(cast: Cast, signed_in) -> dict[str, str]:
    """What each page of a way says."""
    story = people.write_story(cast)
    for _ in range(2):
        photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    named = {page for way in WAYS.values() for page in way.pages}
    asked = EachPage(cast, signed_in, story).doors()
    return {name: words_of(browser.get(path).content.decode()) for name, browser, path in asked if name in named}


def test_each_way_says_what_happens_who_sees_and_undo(said):
    lacking = {name: missing(way, " ".join(said[page] for page in way.pages)) for name, way in WAYS.items()}
    assert not {name: words for name, words in lacking.items() if words}


@pytest.mark.parametrize("part", ["happens", "sees", "undo"])
def test_a_way_that_leaves_out_a_part_is_told(part):
    way = WAYS["name a reader"]
    page = f"<p>{way.happens}</p><details><p>{way.sees}\n</p></details><p data-said='x'>{way.undo}</p>"
    assert missing(way, words_of(page)) == []
    assert missing(way, words_of(page.replace(getattr(way, part), ""))) == [getattr(way, part)]
