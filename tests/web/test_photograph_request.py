"""Asking for one thing by a form of ours: what the browser gets, when it is valid, and how it is deleted."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from held.pictures.ticket import NotGood, Tickets
from held.web import allowed_hosts, photograph_request

PATH = "/stories/noor/photographs/abc"
VISIT = "AbCdEfGhIjKlMnOpQrSt_-"
THING = "placement 7"


class Clock:
    at = 5_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(photograph_request, "tickets", Tickets(clock))
    return clock


def request(method: str = "get", cookies: dict | None = None, **headers: str):
    made = getattr(RequestFactory(), method)(PATH, headers={"host": "localhost", **headers})
    made.COOKIES.update(cookies or {})
    return made


def given(*, through: str = "noor", cookies: dict | None = None) -> dict:
    """The cookies of a browser that asked so."""
    answer = photograph_request.ask(request("post", cookies), THING, through=through)
    return {**(cookies or {}), **{name: cookie.value for name, cookie in answer.cookies.items()}}


def shown(cookies: dict, method: str = "get", thing: str = THING, through: str = "noor", **headers: str) -> bool:
    return photograph_request.redeem_ticket(request(method, cookies, **headers), thing, through=through)


def test_who_asks_is_sent_to_the_same_address_with_a_visit_and_a_ticket(clock):
    answer = photograph_request.ask(request("post"), THING)
    assert (answer.status_code, answer["Location"].split("=")[0]) == (303, f"{PATH}?cookie")
    assert set(answer.cookies) == {"visit", "ticket"}
    ticket = answer.cookies["ticket"]
    assert (ticket["path"], ticket["max-age"], ticket["samesite"]) == (PATH, 120, "Strict")
    assert ticket["httponly"] is True
    assert not ticket["secure"]


def test_with_https_the_ticket_cookie_has_a_secure_name(clock, settings):
    settings.SESSION_COOKIE_SECURE = True
    answer = photograph_request.ask(request("post"), THING)
    assert set(answer.cookies) == {"__Host-visit", "__Secure-ticket"}
    assert answer.cookies["__Secure-ticket"]["secure"] is True
    assert shown(given())


def test_who_has_a_visit_keeps_it_and_is_sent_to_the_plain_address(clock):
    assert given(cookies={"visit": VISIT})["visit"] == VISIT
    assert photograph_request.ask(request("post", {"visit": VISIT}), THING)["Location"] == PATH


def test_a_photo_asked_for_is_shown_only_once(clock):
    cookies = given()
    assert shown(cookies)
    assert not shown(cookies)


def test_a_photo_request_is_valid_for_two_minutes(clock):
    cookies, late = given(), given()
    clock.at += 119.9
    assert shown(cookies)
    clock.at += 0.1
    assert not shown(late)


def test_a_request_is_bound_to_its_photo_address_and_visit(clock):
    assert not shown(given(), thing="placement 8")
    assert not shown(given(), through="quince")
    assert not shown(given(), through="")
    assert not shown({**given(), "visit": VISIT})
    assert not shown({})
    assert shown(given(through=""), through="")


def test_a_request_without_an_address_is_found_without_one(clock):
    asked = photograph_request.ask(request("post"), THING).cookies
    assert photograph_request.redeem_ticket(
        request(cookies={name: cookie.value for name, cookie in asked.items()}), THING
    )


@pytest.mark.parametrize("method", ["post", "head", "put"])
def test_only_a_get_request_uses_the_photo_ticket(clock, method):
    cookies = given()
    assert not shown(cookies, method)
    assert shown(cookies)


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose", "X-Moz"])
def test_looking_ahead_shows_nothing_and_uses_nothing_up(clock, header):
    cookies = given()
    assert photograph_request.is_prefetch(request(**{header: "prefetch"}))
    assert not shown(cookies, **{header: "prefetch"})
    assert not photograph_request.is_prefetch(request())
    assert shown(cookies)


def test_the_ticket_cookie_is_cleared_on_its_own_path(clock):
    answer = HttpResponse()
    photograph_request.clear_ticket(request(cookies=given()), answer)
    away = answer.cookies["ticket"]
    assert (away.value, away["path"], away["max-age"], away["samesite"]) == ("", PATH, 0, "Strict")


def test_without_a_ticket_no_cookie_is_cleared():
    answer = HttpResponse()
    photograph_request.clear_ticket(request(cookies={"visit": VISIT}), answer)
    assert not answer.cookies


def test_the_redirect_to_the_veil_sets_no_cookie():
    answer = photograph_request.way_to_veil(request("post"))
    assert (answer.status_code, answer["Location"]) == (303, PATH)
    assert not answer.cookies


def test_what_is_in_the_ticket_is_what_was_asked_for(clock):
    cookies = given()
    assert photograph_request.tickets.said(cookies["ticket"], visit=cookies["visit"]) == THING
    with pytest.raises(NotGood):
        photograph_request.tickets.said(cookies["ticket"], visit=VISIT)


@pytest.mark.parametrize(
    ("headers", "heard"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://elsewhere.example"}, True),
        ({"Origin": "https://lantern.example"}, True),
        ({"Origin": "http://localhost", "host": "localhost"}, True),
        ({"Origin": "http://localhost:8000", "host": "localhost:8000"}, True),
        ({"Origin": "http://127.0.0.1:8000", "host": "127.0.0.1:8000"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://lantern.example"}, False),
        ({"Sec-Fetch-Site": ""}, False),
        ({"Origin": "http://lantern.example", "host": "lantern.example"}, False),
        ({"Origin": "http://localhost:8000", "host": "localhost"}, False),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Origin": "False"}, False),
        ({"Origin": ""}, False),
        ({}, False),
    ],
)
def test_a_form_is_ours_if_the_browser_says_so(settings, headers, heard):
    settings.HELD_ADDRESS, settings.ALLOWED_HOSTS = "https://lantern.example", ["*"]
    assert photograph_request.is_same_origin(request("post", **headers)) is heard


def test_without_a_known_address_a_form_needs_an_origin(settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setattr(allowed_hosts, "our_address", lambda: "")
    assert photograph_request.is_same_origin(request("post", host="lantern.example")) is False
