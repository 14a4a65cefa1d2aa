"""A form that cannot be accepted is refused with the true reason, what helps, and for whom."""

import logging

import pytest
from django.middleware import csrf
from django.test import Client, RequestFactory

from held.web import reverse_proxy
from held.web.reasons import OF_THE_TOKEN, Reason, reason_of
from tests.forms import forms_on

ADDRESS = "https://our-place.example"
OURS = {"host": "our-place.example", "Origin": ADDRESS}
WORDS = {
    Reason.OLD: "open too long",
    Reason.COOKIES: "Please allow cookies",
    Reason.ADDRESS: "You opened this place at another address",
    Reason.ORIGIN_HIDDEN: "A privacy setting in your browser",
    Reason.FRONT: "It’s our mistake.",
}


@pytest.fixture(autouse=True)
def place(db, settings, monkeypatch):
    """The place has an address; nothing was logged in this process before."""
    settings.HELD_ADDRESS = ADDRESS
    monkeypatch.setattr(reverse_proxy, "_told", {})


@pytest.fixture
def browser(anyone):
    """A browser at the entrance, with the check of its forms on."""
    client = anyone
    client.handler.enforce_csrf_checks = True
    page = client.get("/entrance/", headers={"host": "our-place.example"}).content.decode()
    client.form = next(form for form in forms_on(page) if "code" in dict(form.fields))
    return client


def refused(browser: Client, headers: dict, *, cookies: bool = True, **given: str) -> str:
    """The page that answers the form of the entrance."""
    if not cookies:
        browser.cookies.clear()
    answer = browser.post("/entrance/", browser.form.filled(sheet="A", code="1", **given), headers=headers)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Nothing was changed" in page or "Nothing has changed" in page
    return page


def reason(page: str) -> Reason:
    """The one reason that the page gives."""
    (found,) = [one for one, words in WORDS.items() if words in page]
    return found


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Origin": "https://www.our-place.example", "Sec-Fetch-Site": "same-origin"}, Reason.ADDRESS),
        ({"Origin": "http://our-place.example"}, Reason.ADDRESS),
        ({"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}, Reason.ADDRESS),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, Reason.ADDRESS),
        ({"Referer": "https://elsewhere.example/"}, Reason.ADDRESS),
        ({"Origin": "null"}, Reason.ORIGIN_HIDDEN),
        ({}, Reason.ORIGIN_HIDDEN),
        ({"Sec-Fetch-Site": "same-origin"}, Reason.FRONT),
        ({"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}, Reason.FRONT),
    ],
)
def test_a_form_that_is_not_from_our_address_is_told_so(browser, headers, why):
    assert reason(refused(browser, {"host": "our-place.example"} | headers)) is why


def test_a_form_that_is_too_old_is_told_so(browser):
    for token in ("a" * 64, ""):
        assert reason(refused(browser, {"host": "localhost:8000"}, csrfmiddlewaretoken=token)) is Reason.OLD
        assert "press the button once more" in refused(browser, OURS, csrfmiddlewaretoken=token)


def test_a_browser_that_keeps_no_cookies_is_told_so(browser):
    assert reason(refused(browser, OURS, cookies=False)) is Reason.COOKIES


def test_a_browser_that_lost_the_cookie_of_the_form_alone_is_told_of_age(browser, settings):
    browser.cookies.clear()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "anything"
    assert reason(refused(browser, OURS)) is Reason.OLD


def test_at_localhost_the_page_says_to_open_our_https_address(browser, settings):
    settings.CSRF_COOKIE_SECURE = True
    local = {"host": "localhost:8000", "Origin": "http://localhost:8000"}
    assert f"open {ADDRESS} instead" in refused(browser, local, cookies=False)
    assert f"open {ADDRESS} instead" not in refused(browser, OURS, cookies=False)


def test_photographs_from_elsewhere_are_told_the_reason_as_well():
    post = RequestFactory().post
    assert reason_of(post("/", headers={"host": "our-place.example"}), "") is Reason.ORIGIN_HIDDEN
    cross = {"host": "our-place.example", "Origin": ADDRESS, "Sec-Fetch-Site": "cross-site"}
    assert reason_of(post("/", headers=cross), "") is Reason.ADDRESS


def test_each_reason_that_django_gives_of_a_token_begins_alike():
    about_token = {csrf.REASON_NO_CSRF_COOKIE, csrf.REASON_CSRF_TOKEN_MISSING}
    others = {value for name, value in vars(csrf).items() if name.startswith("REASON_")} - about_token
    assert all(one.startswith(OF_THE_TOKEN) for one in about_token)
    others -= {csrf.REASON_INCORRECT_LENGTH, csrf.REASON_INVALID_CHARACTERS}  # Django puts “CSRF …” before these
    assert not [one for one in others if one.startswith(OF_THE_TOKEN)]


def test_a_wrong_web_server_is_logged_daily_without_content(browser, caplog):
    mark = "spur4711"
    headers = {
        "host": "our-place.example",
        "Sec-Fetch-Site": "same-origin",
        "X-Forwarded-For": "198.51.100.77",
        "X-Forwarded-Host": f"{mark}.example",
        "Forwarded": f"for={mark}",
        "X-Forwarded-Proto": mark,
        "Referer": f"https://{mark}@[",
    }
    with caplog.at_level(logging.WARNING, "held.front"):
        for _time in range(3):
            assert reason(refused(browser, headers)) is Reason.FRONT
        inner = {"host": "held:8000", "Origin": ADDRESS, "Referer": f"{ADDRESS}/stories/{mark}/"}
        for _time in range(3):
            assert browser.get(f"/stories/{mark}/", headers=inner).status_code == 400
    lines = [line.getMessage() for line in caplog.records if line.name == "held.front"]
    assert len(lines) == 2
    assert "removes or changes Origin (Host: told" in lines[0]
    assert "Host: other" in lines[1]
    assert "Origin: told" in lines[1]
    assert not [line for line in lines if mark in line or "198.51" in line or "our-place" in line or "held:8" in line]


def test_a_stranger_at_another_name_writes_no_line(browser, caplog):
    with caplog.at_level(logging.WARNING, "held.front"):
        for headers in (
            {"host": "198.51.100.77"},
            {"host": "elsewhere.example", "X-Forwarded-Host": "elsewhere.example"},
        ):
            assert browser.get("/", headers=headers).status_code == 400
    assert not [line for line in caplog.records if line.name == "held.front"]


def test_a_warning_about_the_web_server_comes_once_a_day(browser, caplog, monkeypatch):
    now = [50.0]  # seconds since the machine was started
    monkeypatch.setattr(reverse_proxy, "monotonic", lambda: now[0])
    with caplog.at_level(logging.WARNING, "held.front"):
        for now[0] in (50.0, 51.0, 50.0 + 86_399, 50.0 + 86_400, 50.0 + 86_401):
            refused(browser, {"host": "our-place.example", "Sec-Fetch-Site": "same-origin"})
    lines = [line.getMessage() for line in caplog.records if line.name == "held.front"]
    assert len(lines) == 2
    assert "or a program did" in lines[0]
