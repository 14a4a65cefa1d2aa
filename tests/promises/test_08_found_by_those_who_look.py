"""Promise 8, as far as it goes today: what is open to everyone can be found, without account, cookie or any record."""

import logging

import pytest

from held.place.front_page import set_front_page
from held.publishing import publication
from held.stories.models import Publication
from tests import cast as people
from tests.promises.walking import AGENTS, ask_every_door

READERS = ("reader:",)


def test_a_public_story_is_on_the_front_page_and_in_the_feed(cast, anyone):
    people.open_to(people.write_story(cast), Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    for path in ("/", "/stories.atom"):
        assert "/stories/noor/" in anyone.get(path).content.decode()


def test_no_page_for_readers_sets_a_cookie(cast, anyone):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    for door, answer in ask_every_door(anyone, cast, story, "GET"):
        if door.name.startswith(READERS):
            assert not answer.cookies, door.name
            assert "Cookie" not in answer.get("Vary", ""), door.name


def test_every_reader_is_given_the_same_bytes(cast, anyone, signed_in):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    browsers = [anyone, signed_in(cast.ana, key=True), signed_in(cast.otto), signed_in(cast.hilde)]
    seen = [
        {d.name: a.content for d, a in ask_every_door(b, cast, story, "GET") if d.name.startswith(READERS)}
        for b in browsers
    ]
    differing = {name for pages in seen for name in pages if pages[name] != seen[0][name]}
    assert not differing


def test_nothing_that_was_looked_for_is_noted(cast, anyone, caplog):
    caplog.set_level(logging.DEBUG)
    anyone.defaults["HTTP_USER_AGENT"] = AGENTS[0] + " gesuchtesgeraet"
    anyone.defaults["REMOTE_ADDR"] = "203.0.113.77"
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="gesuchteadresse")
    for path in ("/stories/gesuchteadresse/", "/?q=gesuchteswort", "/stories/nie-gesehen/?q=gesuchteswort"):
        anyone.get(path)
    noted = caplog.text
    assert "reader:story" in noted
    for trace in ("gesuchte", "nie-gesehen", "203.0.113.77"):
        assert trace not in noted


def test_search_engines_may_not_list_a_story_by_default(cast, anyone):
    people.open_to(people.write_story(cast), Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    answer = anyone.get("/stories/noor/")
    assert "noindex" in answer["X-Robots-Tag"]
    assert b"noindex" in answer.content


def robots_of(answer) -> tuple[bool, bool]:
    """Whether the header, and whether the page itself, ask search engines to leave it out."""
    page = answer.content.decode()
    return "noindex" in answer.get("X-Robots-Tag", ""), 'name="robots" content="noindex' in page


@pytest.fixture
def three_stories(cast):
    """One that search engines may list, one open to everyone that they may not, and one open by its link alone."""
    told = {"noor": "Listed by us", "quince": "Open to all", "hidden": "By link alone"}
    stories = {name: people.write_story(cast, title=title) for name, title in told.items()}
    for name, story in stories.items():
        circle = Publication.Circle.LINK if name == "hidden" else Publication.Circle.EVERYONE
        people.open_to(story, circle, by=cast.ana, wished="" if name == "hidden" else name)
    publication.let_search_engines_list(stories["noor"], by=cast.ana)
    return stories


def titles_on(browser, path: str) -> list[str]:
    page = browser.get(path).content.decode()
    return [title for title in ("Listed by us", "Open to all", "By link alone") if title in page]


def test_no_search_engine_lists_the_front_page_by_default(three_stories, anyone):
    assert robots_of(anyone.get("/")) == (True, True)
    assert titles_on(anyone, "/") == ["Listed by us", "Open to all"]


def test_a_listed_front_page_names_only_listed_stories(cast, three_stories, anyone):
    set_front_page("Stories of the valley.", may_be_listed=True, by=cast.hilde)
    assert robots_of(anyone.get("/")) == (False, False)
    assert titles_on(anyone, "/") == ["Listed by us"]
    assert "Stories of the valley." in anyone.get("/").content.decode()
    assert titles_on(anyone, "/stories/") == ["Listed by us", "Open to all"]
    publication.keep_from_search_engines(three_stories["noor"], by=cast.ana)
    assert titles_on(anyone, "/") == []
    set_front_page("Stories of the valley.", may_be_listed=False, by=cast.hilde)
    assert robots_of(anyone.get("/")) == (True, True)


def test_no_other_page_may_be_listed_with_the_front_page(cast, three_stories, anyone):
    set_front_page("Stories of the valley.", may_be_listed=True, by=cast.hilde)
    found = {
        door.name: robots_of(answer)
        for door, answer in ask_every_door(anyone, cast, three_stories["quince"], "GET")
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    }
    assert {name for name, robots in found.items() if robots != (True, True)} == {"reader:front"}
    assert {"reader:stories", "reader:story", "reader:help", "reader:quiet"} <= found.keys()
