"""Promise 1: before a reader asks, no route sends any part of a photograph.

No route sends an image to anybody who did not ask, except the one card and icon that are the same for every story; the
words of a story that was not opened are sent by no route to anybody but its family.
`test_01_nothing_tells_of_a_picture.py` searches for anything by which a picture could be recognized.
"""

import re

import pytest

from held.publishing import publication
from held.stories.models import Publication
from tests import cast as people
from tests.promises.walking import AGENTS, agents_at_doors, ask_door, ask_every_door, fill

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


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_route_sends_an_unrequested_image(cast, story, anyone, method):
    filled = fill(cast, story)
    open_to_all = publication.circle_of(story) == Publication.Circle.EVERYONE
    agents = AGENTS if open_to_all and method == "GET" else AGENTS[:1]
    for agent, door in agents_at_doors(agents):
        anyone.defaults["HTTP_USER_AGENT"] = agent
        answer = ask_door(anyone, method, door, filled)
        assert not answer["Content-Type"].startswith("image/"), door.name
        found = PREVIEW.sub(b"", answer.content)
        assert not IMAGE.search(found), door.name
        assert b"og:image" not in found.replace(b"og:image:alt", b""), door.name


def test_the_search_for_images_finds_planted_ones():
    assert IMAGE.search(b'<p><IMG src="x">')
    assert IMAGE.search(b'<link rel="preload" href="data:image/png;base64,">')


@pytest.mark.parametrize("who", ["anyone", "otto", "hilde"])
def test_the_words_of_a_story_leave_by_no_door_it_was_not_opened_to(cast, story, anyone, signed_in, who):
    browser = anyone if who == "anyone" else signed_in(getattr(cast, who), key=True)
    circle = publication.circle_of(story)
    for door, answer in ask_every_door(browser, cast, story, "GET"):
        may = (door.name in {"reader:story", "reader:words"} and circle) or (
            door.name in {"reader:front", "reader:stories", "reader:feed"} and circle == Publication.Circle.EVERYONE
        )
        assert may or people.CANARY.encode() not in answer.content, door.name
        assert may or people.TITLE.encode() not in answer.content, door.name


def test_the_family_itself_reads_it_at_its_desk(cast, story, signed_in):
    said = [answer.content for _, answer in ask_every_door(signed_in(cast.ben, key=True), cast, story, "GET")]
    assert any(people.CANARY.encode() in page for page in said)
