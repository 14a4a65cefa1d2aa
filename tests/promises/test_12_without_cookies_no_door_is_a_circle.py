"""Promise 12: somebody whose browser keeps no cookies can answer all the same, or is told what to do. No route leads
them in a circle without a word.

A browser that returns no cookie walks every route. `ENDS` says how the walk ends at each route that sets one; a route
that sets a cookie and isn't listed fails the test.
"""

from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponseRedirect
from django.test import Client

from held.stories.models import Publication
from held.web.contributor import asked
from tests import cast as people
from tests.doors import Door, every_door
from tests.promises.walking import fill, path_of
from tests.web.reader.asking import OURS

MOST_REDIRECTS = 3
SENTENCE = "Your browser isn’t keeping cookies here."
REFUSED = "cookies"  # the refusal of a form whose token came without its cookie says the word
ENTRANCE = "/entrance/?next="
ENDS = {
    ("contributor:asked", "POST"): "What happens with your answer",
    ("contributor:answer", "POST"): "Nothing was changed. Please press once more.",
    ("contributor:withdrawing", "POST"): "Your no to all of it is saved.",
    ("contributor:telling", "POST"): "The family doesn’t see your answers any more.",
    ("contributor:looking", "GET"): SENTENCE,
    ("contributor:looking", "POST"): SENTENCE,
    ("contributor:looking_by_old_page", "GET"): SENTENCE,
    ("contributor:looking_by_old_page", "POST"): SENTENCE,
    ("contributor:same", "POST"): "Nothing was changed. Please press once more.",
    ("contributor:envelope", "POST"): "Choose photographs",
    ("contributor:photographs", "POST"): "No photograph was chosen.",
    ("contributor:words", "POST"): "Your words are saved.",
    ("contributor:taking_back", "POST"): "That one isn’t in the envelope any more.",
    ("entrance:come_in", "GET"): "Sign in with a paper code",
    ("entrance:come_in", "POST"): REFUSED,
    ("entrance:leave", "POST"): "Sign in with a paper code",
    ("entrance:link", "GET"): "It works once,",
    ("entrance:link", "POST"): REFUSED,
    ("entrance:passkey", "GET"): "challenge",
    ("entrance:passkey", "POST"): REFUSED,
    ("reader:named", "POST"): SENTENCE,
    ("reader:photograph", "POST"): SENTENCE,
}


@pytest.fixture
def filled(cast) -> dict[str, str]:
    """The values in the addresses: a story that is open to everyone, with a photograph that can be asked for."""
    story = people.write_story(cast)
    filled = fill(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    return filled | {"address": "noor"}


@dataclass
class Walk:
    """Where one request led a browser that keeps no cookies, and which cookies were set on the way."""

    path: str
    page: str = ""
    given: set[str] = field(default_factory=set)
    redirects: int = 0
    in_a_circle: bool = False


def walked(method: str, path: str, sent: dict[str, str]) -> Walk:
    """Press or load, and follow the redirects."""
    walk, seen = Walk(path), {path} if method == "GET" else set()
    while True:
        browser = Client(enforce_csrf_checks=True, headers={"host": "localhost", **OURS})
        body = urlencode(sent) if method == "POST" else ""
        answer = browser.generic(method, walk.path, body, "application/x-www-form-urlencoded")
        walk.given |= {name for name, cookie in answer.cookies.items() if cookie.value}
        if answer.status_code not in {301, 302, 303}:
            walk.page = answer.content.decode()
            return walk
        method, walk.path, walk.redirects = "GET", answer["Location"], walk.redirects + 1
        walk.in_a_circle = walk.path in seen or walk.redirects > MOST_REDIRECTS
        if walk.in_a_circle:
            return walk
        seen.add(walk.path)


def wrong(filled: dict[str, str], doors: list[Door]) -> list[str]:
    """The routes that leave somebody without cookies in a circle, or without a word."""
    found = []
    sent = {"family": filled["family_id"], "settled": filled["version_id"]}
    for door in doors:
        for method in ("GET", "POST"):
            with transaction.atomic():
                walk = walked(method, path_of(door, filled), sent)
                transaction.set_rollback(True)
            where, end = f"{door.name} {method}", ENDS.get((door.name, method))
            if walk.in_a_circle:
                found.append(f"{where}: in a circle at {walk.path}")
            elif end is not None and end not in walk.page:
                found.append(f"{where}: ends at {walk.path} without “{end}”")
            elif end is None and walk.given and not walk.path.startswith(ENTRANCE):
                found.append(f"{where}: gives {walk.given} and is not listed")
            if "<img" in walk.page:
                found.append(f"{where}: shows a picture")
    return found


def test_every_route_without_cookies_ends_with_words(filled):
    found = wrong(filled, every_door())
    assert not found, "\n".join(found)


def test_the_list_has_no_door_that_is_gone():
    assert {name for name, _method in ENDS} <= {door.name for door in every_door()}


def test_a_circle_and_a_silent_page_would_be_found(filled, monkeypatch):
    def led_back(_request, token, _said, _about):
        return HttpResponseRedirect(f"/c/a/{token}/photograph", status=303)

    monkeypatch.setattr(asked, "_page_after", led_back)
    monkeypatch.setitem(ENDS, ("reader:quiet", "GET"), SENTENCE)
    monkeypatch.delitem(ENDS, ("reader:named", "POST"))
    planted = {"contributor:answer": "POST", "reader:quiet": "GET", "reader:named": "POST"}
    found = "\n".join(wrong(filled, [door for door in every_door() if door.name in planted]))
    for name, method in planted.items():
        assert f"{name} {method}" in found
