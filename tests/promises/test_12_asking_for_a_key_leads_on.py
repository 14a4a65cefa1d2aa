"""If a key is asked for, people come back to a page: never to an address without one, and never in a circle."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import cast as people
from tests.doors import Door, every_door
from tests.promises.walking import fill, path_of

SHOW_KEY, HERE = "/entrance/show-key/", "http://localhost"
SENT = {"answer": "yes", "scope": "public", "circle": "EVERYONE"}  # values that widen, for acts with a choice
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def filled(cast):
    return fill(cast, people.write_story(cast))


def next_of(answer: HttpResponse) -> str | None:
    """The address after showing a key; None if no key is asked for."""
    found = re.match(rf"{SHOW_KEY}\?next=([^&]+)", answer.get("Location", ""))
    return found and unescape(found[1])


@pytest.mark.parametrize("says_its_page", [True, False])
def test_after_showing_a_key_there_is_a_page(cast, signed_in, filled, says_its_page):
    """After every form that asks for a key, even if a browser does not say from which page it came."""
    by_link, with_key, asked, blank = signed_in(cast.ana), signed_in(cast.ana, key=True), set(), {}
    page = reverse("family:story", args=[filled["story_id"]])
    headers = FROM_HERE | ({"Referer": HERE + page} if says_its_page else {})
    for door in every_door():
        sent = {"family": filled["family_id"], **SENT}
        answer = by_link.post(path_of(door, filled), sent, headers=headers)
        if (way := next_of(answer)) is not None:
            asked.add(door.name)
            status = with_key.get(way, follow=True).status_code
            blank |= {door.name: (way, status)} if status != 200 else {}
    assert {"family:letting_part", "family:wishing", "entrance:answer", "family:looking_again"} <= asked
    assert not blank


def test_after_a_press_it_says_to_press_once_more(cast, signed_in, filled):
    by_link = signed_in(cast.ana)
    act = reverse("family:letting_part", args=[filled["photograph_id"]])
    page = reverse("family:photograph", args=[filled["photograph_id"]])
    answer = by_link.post(act, headers=FROM_HERE | {"Referer": HERE + page})
    assert next_of(answer) == page
    told = "Nothing has been done yet. Please press the button again afterwards."
    assert told in by_link.get(answer["Location"]).content.decode()
    assert told not in by_link.get(reverse("entrance:codes"), follow=True).content.decode()


def links_of(page: str) -> dict[str, str]:
    """The targets of the links of a page, by their words."""
    return {words.strip(): unescape(way) for way, words in re.findall(r'<a [^>]*href="([^"]*)"[^>]*>([^<]+)</a>', page)}


def pressed(browser: Client, way: str, words: str) -> str:
    """The target of the link with these words on a page."""
    return links_of(browser.get(way).content.decode())[words]


def asks_for_key(browser: Client, door: Door, way: str) -> bool:
    """Whether this page asks for a key: the account's own when it is opened, a page of the family by its button.
    Leaving does not ask somebody without a key, and would be done."""
    is_page = door.name.startswith("family:") and way.endswith("/") and door.name != "family:leaving"
    return next_of(browser.post(way, headers=FROM_HERE) if is_page else browser.get(way)) is not None


def test_without_a_key_later_is_no_circle(cast, signed_in, filled):
    Authenticator.objects.filter(user=cast.ana).delete()
    by_link, met = signed_in(cast.ana), set()
    for door in every_door():
        way = path_of(door, filled)
        if not asks_for_key(by_link, door, way):
            continue
        offer = pressed(by_link, f"{SHOW_KEY}?{urlencode({'next': way})}", "Make a key")
        passkey, codes = (pressed(by_link, offer, words) for words in ("Make a passkey", "Make paper codes"))
        later = [pressed(by_link, offer, "Later"), pressed(by_link, codes, "Later")]
        for end in [*later, pressed(by_link, passkey, "Carry on without it")]:
            last = by_link.get(end, follow=True)
            assert (last.status_code, last.request["PATH_INFO"].startswith(SHOW_KEY)) == (200, False), door.name
        met.add(door.name)
    assert {"family:asking", "family:destroying", "family:naming_one"} <= met


@pytest.mark.parametrize("page", ["family:welcome", "guardian:name", "host:desk"])
def test_later_goes_on_to_a_page_without_key(cast, signed_in, page):
    way = f"{reverse('entrance:offer')}?{urlencode({'next': reverse(page)})}"
    assert pressed(signed_in(cast.ana), way, "Later") == reverse(page)
