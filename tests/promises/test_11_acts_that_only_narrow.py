"""Acts that only narrow work from every open page of a signed-in person, and no other act is done without its token."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from held.web.narrowing import only_narrows
from tests.doors import Door, every_door
from tests.promises.narrowing import PRESSES, Place, Press, place_with_everything

FROM_HERE = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Origin": "http://localhost"},
    {"Referer": "http://localhost/family/stories/1/"},
]
FROM_ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "none", "Origin": "https://elsewhere.example"},
    {"Origin": "https://elsewhere.example", "Referer": "http://localhost/family/"},
    {"Origin": "null"},
    {"Referer": "https://elsewhere.example/family/"},
    {},
]
WITHOUT_TOKEN = {
    "reader:knock": "for everyone",
    "reader:named": "for everyone",
    "reader:photograph": "for everyone",
    "contributor:lost": "for everyone",
    "reader:address_check": "by a secret that the check made, good once; nothing is changed",
    **dict.fromkeys(
        [
            f"contributor:{name}"
            for name in (
                "answer",
                "asked",
                "ending",
                "looking",
                "looking_by_old_page",
                "same",
                "telling",
                "withdrawing",
            )
        ],
        "by the secret in its address",
    ),
    **dict.fromkeys(
        [f"contributor:{name}" for name in ("envelope", "photographs", "taking_back", "words")],
        "by the secret in its address",
    ),
    "family:leaf": "by the signature of its form",
    "family:photographs": "asks for the token itself, after it has read the files",
    "entrance:link": "asks for the token itself, unless they are in by this link already",
}
"""Pages without Django's token that may do more than narrow, each with what protects it instead."""
COULD_NOT = "We couldn’t do this"


@pytest.fixture
def place(cast, signed_in) -> Place:
    return place_with_everything(cast, signed_in)


def doors() -> dict[str, Door]:
    return {door.name: door for door in every_door()}


def routes() -> list[URLPattern]:
    inside = [found for found in get_resolver().url_patterns if isinstance(found, URLResolver)]
    return [one for door in inside for one in door.url_patterns if isinstance(one, URLPattern)]


def marked(found: list[Door]) -> set[str]:
    return {door.name for door in found if getattr(door.page, "narrows", False)}


def exempt(found: list[Door]) -> set[str]:
    return {door.name for door in found if getattr(door.page, "csrf_exempt", False)}


def widened(place: Place, door: Door, press: Press) -> set:
    """What somebody may see or do after the act, and could not before it."""
    _answers, before, after = place.press(door, press, FROM_HERE[0])
    return set(after - before)


def test_every_page_without_a_token_is_on_the_list():
    assert marked(every_door()) == {press.door for press in PRESSES}
    assert exempt(every_door()) == {press.door for press in PRESSES} | WITHOUT_TOKEN.keys()


@pytest.mark.both
def test_each_act_takes_something_away_and_gives_nothing(place):
    """Another site can press none of them; pressed twice, each is answered calmly."""
    wrong, at, before = [], doors(), {}
    for who in sorted({press.who for press in PRESSES}):
        with place.undoing(who):
            before[who] = place.facts()
    for press in PRESSES:
        with place.undoing(press.who) as browser:
            refused = {place.send(browser, at[press.door], press, one).status_code for one in FROM_ELSEWHERE}
            untouched = place.facts()
            answer = place.send(browser, at[press.door], press, FROM_HERE[0])
            after = place.facts()
            again = place.send(browser, at[press.door], press, FROM_HERE[0])
        assert (refused, untouched) == ({403}, before[press.who]), press
        narrowed = answer.status_code in {302, 303} and after < untouched
        wrong += [] if narrowed else [(press, answer.status_code, after - untouched)]
        calm = again.status_code in {302, 303} or COULD_NOT in again.content.decode()
        assert calm, (press, again.status_code)
    assert not wrong


def test_a_press_with_origin_or_referer_alone_is_accepted(place):
    press = Press("family:taking_back")
    for headers in FROM_HERE[1:]:
        (answer,), before, after = place.press(doors()[press.door], press, headers)
        assert (answer.status_code, after < before) == (303, True), headers


def test_what_widens_at_the_same_address_needs_its_token(place):
    for door, sent in (
        ("entrance:answer", {"answer": "tells"}),
        ("family:own_answer", {"answer": "yes", "scope": "public"}),
        ("family:own_answer", {"answer": "named", "scope": "readers"}),
        ("family:answering", {"too": "yes"}),
        ("family:wishing", {"circle": "EVERYONE"}),
    ):
        (answer,), before, after = place.press(doors()[door], Press(door, sent=sent), FROM_HERE[0])
        assert (answer.status_code, after) == (403, before), door


@pytest.mark.parametrize("door", ["family:naming_one", "family:asking", "family:one_more_link"])
def test_an_act_that_widens_and_is_marked_as_narrowing_is_found(place, monkeypatch, door):
    """Planted: a page that gives somebody something is marked as only narrowing."""
    press = Press(door, sent={"name": "Nora", "once": "planted"})
    assert not widened(place, doors()[door], press)
    route = next(found for found in routes() if found.callback is doors()[door].page)
    monkeypatch.setattr(route, "callback", only_narrows(route.callback))
    assert door in marked(every_door()) - {press.door for press in PRESSES}
    assert widened(place, doors()[door], press)
