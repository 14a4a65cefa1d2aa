"""Promise 12: a browser that does not say which page sent its form is told so. No route leads it in a circle.

Phones from before 2023 send no Sec-Fetch-Site, some from before 2020 no Origin either; then Referer says where a form
came from. Some privacy settings remove it too, or send `Origin: null`: such a form is never accepted.
"""

import pytest
from django.test import Client

from held.stories.models import Publication
from held.web import refusals
from held.web.contributor import envelope
from held.web.reader import named, photographs
from tests import cast as people
from tests.doors import Door, every_door
from tests.promises.walking import fill, path_of

HIDDEN = "A privacy setting in your browser is in the way."
NOT_SAID = (
    "your browser didn’t say that this came from our page"  # beside the empty form, of access requests and lost links
)
SILENT = [{}, {"Origin": "null"}, {"Origin": "null", "Referer": "http://localhost/"}]
NOT_FOR_THEM = {404, 405}
ENTRANCE = "/entrance/?next="


@pytest.fixture
def filled(cast) -> dict[str, str]:
    """The values in the addresses: a story that is open to everyone, with a photograph that can be asked for."""
    story = people.write_story(cast)
    filled = fill(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    return filled | {"address": "noor"}


def sent(door: Door, filled: dict[str, str], headers: dict[str, str]):
    browser = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    return browser.post(path_of(door, filled), headers=headers)


def asks_for_token(door: Door) -> bool:
    """Whether a token of ours shows that the form is ours; its refusal has pages of its own (held/web/reasons.py)."""
    page, own = door.page, door.name == "entrance:link"
    return own or getattr(page, "narrows", False) or not getattr(page, "csrf_exempt", False)


def without_a_word(filled: dict[str, str], doors: list[Door]) -> list[str]:
    """The routes that answer a form of an unknown page, and do not say that it was not accepted."""
    found = []
    for door in doors:
        for headers in SILENT:
            answer = sent(door, filled, headers)
            page = answer.content.decode()
            told = HIDDEN in page or NOT_SAID in page or (answer.status_code == 403 and asks_for_token(door))
            asks_to_come_in = answer.status_code == 302 and answer["Location"].startswith(ENTRANCE)
            if not (told or asks_to_come_in or answer.status_code in NOT_FOR_THEM):
                found.append(f"{door.name}: {answer.status_code} {answer.get('Location', '')} to {headers}")
    return found


def test_every_route_says_that_the_form_was_not_accepted(filled):
    assert not "\n".join(without_a_word(filled, every_door()))


def test_referer_alone_is_enough_to_see_a_photograph(filled):
    (door,) = [door for door in every_door() if door.name == "reader:photograph"]
    answer = sent(door, filled, {"Referer": "http://localhost/stories/noor/"})
    assert (answer.status_code, set(answer.cookies)) == (303, {"visit", "ticket"})


@pytest.mark.parametrize("site", ["cross-site", "none"])
def test_a_browser_that_says_where_from_finds_the_button_again(filled, site):
    """It is accepted at the next press, and no other site learns anything from the response."""
    doors = {door.name: door for door in every_door()}
    for name in ("reader:photograph", "reader:named", "contributor:asked", "contributor:envelope"):
        browser = Client(headers={"host": "localhost"})
        headers = {"Sec-Fetch-Site": site, "Origin": "http://localhost"}
        answer = browser.post(path_of(doors[name], filled), headers=headers, follow=True)
        assert (answer.status_code, answer.request["PATH_INFO"]) == (200, path_of(doors[name], filled)), name
        assert b"<button" in answer.content
        assert not browser.cookies, name


def test_a_door_that_only_leads_back_would_be_found(filled, monkeypatch):
    for module in (envelope, named, photographs):
        monkeypatch.setattr(module, "not_heard", lambda _request, page: page)
    doors = [door for door in every_door() if door.name.startswith(("contributor:", "reader:"))]
    found = " ".join(without_a_word(filled, doors))
    for name in ("contributor:envelope", "reader:named", "reader:photograph"):
        assert name in found
    assert refusals.not_heard is not photographs.not_heard
