"""A reader whose browser keeps no cookies: nothing is shown, and words say why. Nobody else’s page changes."""

import pytest
from django.test import Client

from held.publishing import named_readers
from held.publishing.models import NamedReader
from held.web.cookies import marked_as_given
from tests import cast as people
from tests.web.reader.asking import OURS, asked, at, is_veiled

SENTENCE = "Your browser isn’t keeping cookies here."


def without_cookies() -> Client:
    return Client(headers={"host": "localhost", **OURS})


def test_who_asks_is_led_to_the_veil_and_told(placed, rosa):
    answer = rosa.post(at(placed), headers=OURS)
    page = without_cookies().get(answer["Location"]).content.decode()
    assert is_veiled(page)
    assert SENTENCE in page
    assert "We need one to show the photograph," in page


def test_a_reader_with_cookies_gets_no_cookie_advice(placed, rosa):
    page = asked(rosa, at(placed))
    assert SENTENCE not in page
    again = rosa.get(
        marked_as_given(at(placed)), headers=OURS
    ).content.decode()  # reloaded, with the mark in the address
    assert is_veiled(again)
    assert SENTENCE not in again


@pytest.mark.parametrize("site", ["none", "cross-site", "same-site"])
def test_who_follows_a_copied_address_gets_the_veil_of_everybody(placed, rosa, site):
    page = rosa.get(marked_as_given(at(placed)), headers={"Sec-Fetch-Site": site}).content
    assert page == rosa.get(at(placed)).content


@pytest.mark.parametrize("query", ["?cookie=", "?cookie=kept", "?given=cookie", "?asked=1"])
def test_another_mark_in_the_address_changes_nothing(placed, rosa, query):
    assert rosa.get(at(placed) + query, headers=OURS).content == rosa.get(at(placed)).content


def test_a_refused_press_is_led_to_the_plain_veil(placed, rosa):
    answer = rosa.post(at(placed), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer["Location"] == at(placed)
    assert SENTENCE not in rosa.get(answer["Location"]).content.decode()


@pytest.fixture
def link(cast, placed) -> str:
    """Nele's link as a named reader."""
    return f"/n/{named_readers.name_reader(placed.leaf.story, 'Nele', by=cast.ana)[1]}"


def test_a_named_link_says_so_and_can_be_pressed_elsewhere(link, rosa):
    answer = without_cookies().post(link)
    page = without_cookies().get(answer["Location"]).content.decode()
    assert SENTENCE in page
    assert "Read the story" in page
    assert people.TITLE not in page
    assert not NamedReader.objects.get().used  # nothing was read: the family is not told that the link was used
    came = rosa.post(link, headers=OURS)
    assert people.TITLE in rosa.get(came["Location"], headers=OURS, follow=True).content.decode()
    assert NamedReader.objects.get().used


def test_a_browser_that_keeps_nothing_is_promised_no_memory(link, rosa):
    remembers = "This browser will remember it"
    answer = without_cookies().post(link)
    assert remembers not in without_cookies().get(answer["Location"]).content.decode()
    assert remembers in rosa.get(link).content.decode()


def test_the_mark_on_a_named_link_shows_nothing_to_a_preview(link):
    preview = Client(headers={"host": "localhost"}).get(marked_as_given(link)).content.decode()
    assert people.TITLE not in preview
    assert not NamedReader.objects.get().used


def test_a_browser_with_the_cookie_goes_straight_to_the_story(link, rosa):
    rosa.post(link, headers=OURS)
    assert rosa.post(link, headers=OURS)["Location"].startswith("/stories/")
