"""Asking for a photograph: nothing before, once after, and nothing for anybody who did not ask."""

import re
from html import unescape

import pytest
from django.test import Client

from held import access
from held.pictures import vault
from held.pictures.models import Rendition
from held.stories.models import Publication
from tests import cast as people
from tests.photographs import MORE, SHOWS, photograph
from tests.web.reader.asking import OURS, asked, at, closed, is_veiled, pictures_on

CANNOT = "This photograph cannot be shown."


def test_before_the_asking_there_are_words_and_no_cookie(placed, rosa):
    for path in ("/stories/noor/", at(placed)):
        answer = rosa.get(path)
        page = unescape(answer.content.decode())
        assert is_veiled(page)
        assert SHOWS in page
        assert "Photograph 1 of 1" in page
        assert "Read on without it" in page
        assert not answer.cookies


def test_who_asks_is_shown_that_one_photograph(cast, story, placed, rosa):
    other = photograph(cast, story, shows="Colour. A second picture, of the sea at noon.", more=MORE)
    page = asked(rosa, at(placed))
    assert len(pictures_on(page)) == 4, "two formats, each for the hand and for a desk"
    assert page.index("Cover again") < page.index("Read on")
    assert f'alt="{SHOWS}"' in page
    assert page.count(SHOWS) == 2, "as its alternative and below it"
    assert f'href="/stories/noor/#photograph-{placed.name}"' in page
    assert f'href="/stories/noor/#after-{placed.name}"' in page
    assert other.name not in page
    assert "sea at noon" not in page


def test_reload_back_and_a_second_look_find_the_veil(placed, rosa):
    assert not is_veiled(asked(rosa, at(placed)))
    again = rosa.get(at(placed))
    assert is_veiled(again.content.decode())
    assert rosa.cookies["ticket"].value == "", "the ticket was taken out of the browser"
    assert is_veiled(rosa.get("/stories/noor/").content.decode())


def test_a_ticket_that_is_kept_is_good_for_one_page(placed, rosa):
    rosa.post(at(placed), headers=OURS)
    kept = rosa.cookies["ticket"].value
    assert not is_veiled(rosa.get(at(placed)).content.decode())
    rosa.cookies["ticket"] = kept
    assert is_veiled(rosa.get(at(placed)).content.decode())


@pytest.mark.parametrize(
    ("headers", "heard"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "http://localhost:8000"}, True),  # our address, until another is configured
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": ""}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Origin": "https://localhost"}, False),
        ({"Origin": "http://localhost:9000"}, False),
        ({"Origin": "http://localhost.elsewhere.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": ""}, False),
        ({}, False),
        ({"Referer": "http://localhost/stories/noor/"}, True),  # for browsers that send neither
        ({"Referer": "http://elsewhere.example/stories/noor/"}, False),
        ({"Origin": "null", "Referer": "http://localhost/stories/noor/"}, False),
    ],
)
def test_only_a_form_of_ours_can_ask_for_a_photo(placed, rosa, headers, heard):
    answer = rosa.post(at(placed), headers=headers)
    if heard or "Sec-Fetch-Site" in headers:
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (303, at(placed))
    else:
        assert (answer.status_code, b"Nothing was changed." in answer.content) == (403, True)
    assert bool(answer.cookies) is heard
    assert is_veiled(rosa.get(at(placed)).content.decode()) is not heard


def test_with_an_address_set_only_its_own_pages_can_ask(placed, rosa, settings):
    settings.HELD_ADDRESS = "https://lantern.example"
    here = {"host": "lantern.example"}
    assert not rosa.post(at(placed), headers={**here, "Origin": "http://lantern.example"}).cookies
    assert not rosa.post(at(placed), headers={**here, "Origin": "http://localhost"}).cookies
    assert rosa.post(at(placed), headers={**here, "Origin": "https://lantern.example"}).cookies


def test_the_cookies_are_for_the_server_alone_and_go_with_the_browser(placed, rosa, settings):
    answer = rosa.post(at(placed), headers=OURS)
    visit, ticket = answer.cookies["visit"], answer.cookies["ticket"]
    assert (visit["path"], visit["max-age"], visit["expires"]) == ("/", "", "")
    assert (ticket["path"], ticket["max-age"]) == (at(placed), 120)
    for cookie in (visit, ticket):
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
    assert re.fullmatch(r"[\w-]{22}", visit.value)
    assert visit.value not in ticket.value
    settings.SESSION_COOKIE_SECURE = True
    named = Client(headers={"host": "localhost"}).post(at(placed), headers=OURS).cookies
    assert set(named) == {"__Host-visit", "__Secure-ticket"}
    assert all(cookie["secure"] for cookie in named.values())


def test_a_ticket_for_one_photograph_shows_no_other(cast, story, placed, rosa):
    other = photograph(cast, story)
    rosa.post(at(placed), headers=OURS)
    rosa.cookies["ticket"]["path"] = "/"  # as somebody would who writes their own cookies
    assert is_veiled(rosa.get(at(other)).content.decode())


def test_a_photograph_is_found_in_its_own_story_only(cast, placed, rosa):
    people.open_to(people.write_story(cast), Publication.Circle.EVERYONE, by=cast.ana, wished="other")
    assert closed(rosa.get(at(placed, "other")))
    assert closed(rosa.post(at(placed, "other"), headers=OURS))


def test_a_photograph_nobody_chose_to_show_was_never_there(cast, story, placed, rosa):
    hidden = photograph(cast, story, shown=False)
    assert closed(rosa.get(at(hidden)))
    assert closed(rosa.post(at(hidden), headers=OURS))


def test_one_that_cannot_be_shown_says_so_when_it_is_asked_for(placed, rosa):
    for row in Rendition.objects.filter(picture=placed.leaf.picture):
        vault.drop(row.blob)
    page = asked(rosa, at(placed))
    assert CANNOT in page
    assert SHOWS in page
    assert "Cover again" in page
    assert "<img" not in page
    assert is_veiled(rosa.get(at(placed)).content.decode())


def test_one_that_goes_while_its_page_is_made_says_so(placed, rosa, monkeypatch):
    rosa.post(at(placed), headers=OURS)
    monkeypatch.setattr(access.photographs, "renditions_of", lambda _picture: ())
    assert CANNOT in rosa.get(at(placed)).content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_not_offered(placed, rosa, method):
    for path in (at(placed), "/p/x", "/stories/noor/words/"):
        assert getattr(rosa, method)(path).status_code == 405
    assert rosa.post("/p/x").status_code == rosa.post("/stories/noor/words/").status_code == 405
