"""Promise 1: before a reader asks, no route sends any part of a photograph.

No route sends an image to anybody who did not ask, except the one card and icon that are the same for every story; the
words of a story that was not opened are sent by no route to anybody but its family.
`test_01_nothing_tells_of_a_picture.py` searches for anything by which a picture could be recognized.
"""

import re

import pytest
from django.http import HttpResponse

from held.publishing import publication
from held.stories.models import Publication
from tests import cast as people
from tests.doors import Door, every_door
from tests.promises.walking import AGENTS, agents_at_doors, ask_door, fill

IMAGE = re.compile(
    rb"<img|<picture|<source|data:image|image-set|srcset|<object|<embed|<iframe|background-image", re.IGNORECASE
)
PREVIEW = re.compile(rb'<meta property="og:image" content="[^"]*/static/card[^"]*\.png">')


@pytest.fixture(params=[None, *Publication.Circle, "taken back"])
def story(request, cast):
    story = people.write_story(cast)
    if request.param == "taken back":
        people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
        publication.take_back(story, by=cast.ana)
    elif request.param:
        people.open_to(story, request.param, by=cast.ana, wished="noor" if request.param == "EVERYONE" else "")
    return story


def shown_before_asking(door: Door, answer: HttpResponse, circle: Publication.Circle | None) -> list[str]:
    """What this response shows to somebody who belongs to another family or to none, and should not."""
    page = PREVIEW.sub(b"", answer.content)
    may = (door.name in {"reader:story", "reader:words"} and circle) or (
        door.name in {"reader:front", "reader:stories", "reader:feed"} and circle == Publication.Circle.EVERYONE
    )
    shown = {
        "is an image": answer["Content-Type"].startswith("image/"),
        "has an image": IMAGE.search(page),
        "is previewed with an image": b"og:image" in page.replace(b"og:image:alt", b""),
        "has the essay": not may and people.CANARY.encode() in page,
        "has the title": not may and people.TITLE.encode() in page,
    }
    return [f"{door.name} {what}" for what, is_so in shown.items() if is_so]


def test_no_route_sends_anyone_image_or_words_unrequested(cast, story, anyone):
    """Images by no agent and method; words of a story only by the doors it was opened to."""
    filled, circle = fill(cast, story), publication.circle_of(story)
    for agent, door in agents_at_doors(AGENTS if circle == Publication.Circle.EVERYONE else AGENTS[:1]):
        anyone.defaults["HTTP_USER_AGENT"] = agent
        for method in ("GET", "HEAD") if agent == AGENTS[0] else ("GET",):
            assert not shown_before_asking(door, ask_door(anyone, method, door, filled), circle), (agent, method)


def test_the_search_for_images_finds_planted_ones():
    assert IMAGE.search(b'<p><IMG src="x">')
    assert IMAGE.search(b'<link rel="preload" href="data:image/png;base64,">')


def test_planted_words_and_images_are_found_on_a_page():
    (door,) = (door for door in every_door() if door.name == "reader:story")
    page = HttpResponse(f'<img src="x"><meta property="og:image" content="x">{people.TITLE} {people.CANARY}')
    assert len(shown_before_asking(door, page, None)) == 4
    assert len(shown_before_asking(door, page, Publication.Circle.LINK)) == 2
    assert shown_before_asking(door, HttpResponse(content_type="image/png"), None) == ["reader:story is an image"]


def test_accounts_are_sent_no_words_of_others_families(cast, story, signed_in):
    """Ben, of the family, reads them at the same doors: the search is not blind."""
    filled, circle = fill(cast, story), publication.circle_of(story)
    for account in (cast.otto, cast.hilde):
        browser = signed_in(account, key=True)
        for door in every_door():
            answer = ask_door(browser, "GET", door, filled)
            shown = shown_before_asking(door, answer, circle)
            assert not [one for one in shown if "has the" in one], account.name
    ben = signed_in(cast.ben, key=True)
    at_desk = (ask_door(ben, "GET", door, filled) for door in every_door() if door.name.startswith("family:"))
    assert any(people.CANARY.encode() in answer.content for answer in at_desk)
