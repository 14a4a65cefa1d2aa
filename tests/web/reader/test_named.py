"""People whom a family named read by a link of their own, and nobody else; taken back, they read nothing at once."""

import re

import pytest

from held.publishing import named_readers, publication
from held.publishing.addresses import addresses_of, read_address
from held.publishing.models import Address, NamedReader
from held.stories.models import Publication
from held.web.named_reader_cookie import MOST
from tests import cast as people
from tests.photographs import photograph

NAMED, LINK, EVERYONE = Publication.Circle
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def story(cast):
    story = people.write_story(cast)
    cast.placed = photograph(cast, story)
    people.open_to(story, NAMED, by=cast.ana)
    return story


@pytest.fixture
def nele(cast, story):
    person, token = named_readers.name_reader(story, "Nele", by=cast.ana)
    person.link = f"/n/{token}"
    return person


def where(story) -> str:
    return f"/stories/{addresses_of(story)[NAMED]}/"


def come(browser, nele):
    return browser.post(nele.link, headers=HERE)


def test_looking_at_the_link_uses_nothing_and_leaves_no_cookie(anyone, nele):
    page = anyone.get(nele.link)
    assert "Read the story" in page.content.decode()
    assert people.TITLE not in page.content.decode()
    assert not anyone.cookies
    assert not NamedReader.objects.get().used


def test_pressed_it_leads_to_the_story_and_the_browser_reads_on(anyone, story, nele):
    answer = come(anyone, nele)
    assert (answer.status_code, answer["Location"].split("=")[0]) == (303, f"{nele.link}?cookie")
    assert anyone.get(answer["Location"], headers=HERE)["Location"] == where(story)
    assert people.CANARY in anyone.get(where(story)).content.decode()
    assert NamedReader.objects.get().used
    cookie = answer.cookies["named"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert nele.link.rpartition("/")[2] not in cookie.value


def test_another_browser_with_the_address_alone_finds_nothing(anyone, story, nele):
    assert anyone.get(where(story)).status_code == 404
    assert anyone.get(where(story) + "words/").status_code == 404


def test_the_button_of_another_site_lets_nobody_in(anyone, nele):
    answer = anyone.post(nele.link, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200
    assert not anyone.cookies
    assert not NamedReader.objects.get().used


def test_a_link_that_never_was_and_one_of_a_closed_story_are_the_same(anyone, cast, story, nele):
    never = anyone.get("/n/" + "x" * 43)
    publication.take_back(story, by=cast.ana)
    closed = anyone.get(nele.link)
    assert (never.status_code, closed.status_code) == (404, 404)
    assert never.content == closed.content


def test_a_photograph_is_asked_for_and_shown_to_who_was_named(anyone, cast, story, nele):
    come(anyone, nele)
    page = f"{where(story)}photographs/{cast.placed.name}"
    assert anyone.post(page, headers=HERE).status_code == 303
    image = re.search(r"/p/[\w-]+", anyone.get(page).content.decode())[0]
    assert anyone.get(image)["Content-Type"].startswith("image/")


def test_a_withdrawn_named_reader_is_refused_everywhere(anyone, cast, story, nele):
    come(anyone, nele)
    page = f"{where(story)}photographs/{cast.placed.name}"
    anyone.post(page, headers=HERE)
    image = re.search(r"/p/[\w-]+", anyone.get(page).content.decode())[0]
    named_readers.take_name_back(nele, by=cast.ben)
    for path in (image, page, where(story), where(story) + "words/", nele.link):
        assert anyone.get(path).status_code == 404


def test_the_bytes_go_to_the_browser_of_who_was_named_and_to_no_other(anyone, cast, story, nele, client):
    come(anyone, nele)
    page = f"{where(story)}photographs/{cast.placed.name}"
    anyone.post(page, headers=HERE)
    image = re.search(r"/p/[\w-]+", anyone.get(page).content.decode())[0]
    client.cookies["visit"] = anyone.cookies["visit"].value  # the visit, and not the cookie from her link
    assert client.get(image, headers={"host": "localhost"}).status_code == 404


@pytest.mark.parametrize("circle", [LINK, EVERYONE])
def test_opened_wider_the_link_goes_on_and_narrowed_again_too(anyone, cast, story, nele, circle):
    come(anyone, nele)
    people.open_to(story, circle, by=cast.ana)
    assert anyone.get(where_named(story)).status_code == 200
    publication.narrow(story, NAMED, by=cast.ana)
    assert come(anyone, nele)["Location"] == where(story)
    assert anyone.get(where(story)).status_code == 200


def where_named(story) -> str:
    return f"/stories/{read_address(Address.objects.get(story=story, circle=NAMED), story)}/"


def test_narrowing_to_named_readers_closes_the_open_link(anyone, cast, story):
    people.open_to(story, LINK, by=cast.ana)
    link = f"/stories/{addresses_of(story)[LINK]}/"
    assert anyone.get(link).status_code == 200
    publication.narrow(story, NAMED, by=cast.ana)
    assert anyone.get(link).status_code == 404


def test_a_browser_keeps_several_stories_and_lets_go_of_the_oldest(anyone, cast, story, nele):
    come(anyone, nele)
    for number in range(MOST):
        other = people.write_story(cast, title=f"Story {number}")
        people.open_to(other, NAMED, by=cast.ana)
        _person, token = named_readers.name_reader(other, "Nele", by=cast.ana)
        come(anyone, type("Link", (), {"link": f"/n/{token}"}))
        assert anyone.get(where(other)).status_code == 200
    assert anyone.get(where(story)).status_code == 404


@pytest.mark.parametrize("given", ["", "x", ".", "x" * 43, ("y" * 43 + ".") * 50, '"', "é"])
def test_an_invalid_named_cookie_opens_no_story(anyone, story, nele, given):
    anyone.cookies["named"] = given
    assert anyone.get(where(story)).status_code == 404


def test_with_https_the_cookie_is_taken_from_this_very_host_only(anyone, nele, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert "__Host-named" in come(anyone, nele).cookies


def test_no_line_says_that_a_link_was_opened(anyone, nele, caplog):
    caplog.set_level("INFO", logger="held.requests")
    anyone.get(nele.link)
    come(anyone, nele)
    assert "named" not in caplog.text
