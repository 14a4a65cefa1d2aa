"""Promise 8, as far as it goes today: what is open to everyone can be found, without account, cookie or any record."""

import logging

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
