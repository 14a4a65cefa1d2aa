"""Every response says what a browser may do with it: pages, static files, errors, redirects, the answer to a wrong
name.

The names are those of the OWASP Secure Headers Project for a site that works with no other origin.
"""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from held.place.models import Place
from held.web.middleware import address
from held.web.reader import machines
from tests import cast as people
from tests.doors import every_door
from tests.promises.walking import ask_every_door, path_of

EVERYWHERE = {
    "Content-Security-Policy": "default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noai",
    "tdm-reservation": "1",
    "Cache-Control": "",
}
MODIFIED = "Thu, 01 Jan 2099 00:00:00 GMT"
INTEGERS = {
    *("story_id", "leaf_id", "photograph_id", "removed_id", "family_id", "member_id"),
    *("own_id", "friend_id", "number"),
}
WORDS = {"address", "name", "named_token", "envelope_token", "asked_token", "token", "ticket"}


def missing(answer: HttpResponse) -> list[str]:
    """Every header that a response lacks, or that has another value."""
    return [name for name, value in EVERYWHERE.items() if name not in answer or value not in answer[name]]


class Anything(dict[str, str]):
    """For each parameter of an address a value that does not exist."""

    def __missing__(self, name: str) -> str:
        if name in WORDS:
            return "nobody-has-this"
        return "1" if name in INTEGERS else "00000000-0000-0000-0000-000000000000"


def answers_to_strangers(browser: Client) -> Iterator[tuple[str, HttpResponse]]:
    """Every route, with an address that leads to nothing, by every method."""
    for door in every_door():
        for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS"):
            yield f"{method} {door.name}", browser.generic(method, path_of(door, Anything()))


def test_every_route_answers_strangers_with_our_headers(db, anyone):
    anyone.raise_request_exception = False
    bare = {name: found for name, answer in answers_to_strangers(anyone) if (found := missing(answer))}
    assert not bare


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_door_answers_a_parent_with_them(cast, signed_in, method):
    browser = signed_in(cast.ana, key=True)
    browser.raise_request_exception = False
    story = people.write_story(cast)
    walk = ask_every_door(browser, cast, story, method)
    assert not {door.name: found for door, answer in walk if (found := missing(answer))}


@pytest.fixture
def static(tmp_path: Path, settings) -> Client:
    """A browser at a place that has collected two static files."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "page.css").write_text("p { color: black; }\n" * 50)
    (settings.STATIC_ROOT / "mark.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    return Client(headers={"host": "localhost"})


@pytest.mark.parametrize("name", ["page.css", "mark.svg"])
@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 200),
        ("HEAD", {}, 200),
        ("GET", {"if-modified-since": MODIFIED}, 304),
        ("GET", {"range": "bytes=0-3"}, 206),
        ("GET", {"range": "bytes=9999999-"}, 416),
        ("POST", {}, 405),
    ],
)
def test_a_static_file_is_sent_with_them(static, name, method, headers, status):
    answer = static.generic(method, f"/static/{name}", headers=headers)
    assert answer.status_code == status
    assert missing(answer) == []
    assert "no-store" not in answer["Cache-Control"] or status >= 400


@pytest.mark.parametrize("path", ["/static/no-such-file.css", "/static/", "/no-such-page", "/%ff"])
def test_what_is_not_there_is_told_with_them(db, static, path):
    answer = static.get(path)
    assert answer.status_code == 404
    assert missing(answer) == []


@pytest.mark.parametrize("path", ["/", "/static/page.css", "/no-such-page"])
@pytest.mark.parametrize("name", ["elsewhere.example", ""])
def test_a_wrong_name_is_refused_with_them(db, static, path, name):
    answer = static.get(path, headers={"host": name})
    assert answer.status_code == 400
    assert missing(answer) == []


@pytest.mark.parametrize("path", ["/", "/entrance/", "/host/", "/host/evening/", "/help/"])
def test_a_place_that_nobody_has_begun_answers_with_them(db, anyone, path):
    Place.objects.all().delete()
    assert missing(anyone.get(path)) == []


@pytest.mark.parametrize(("fault", "status"), [(RuntimeError, 500), (OSError(errno.ENOSPC, "full"), 503)])
def test_an_error_page_is_sent_with_our_headers(db, anyone, monkeypatch, fault, status):
    def broken() -> None:
        raise fault

    monkeypatch.setattr(machines, "_not_ready", broken)
    anyone.raise_request_exception = False
    answer = anyone.get("/readyz")
    assert answer.status_code == status
    assert missing(answer) == []


def test_a_fault_before_any_page_is_told_with_them(db, anyone, monkeypatch):
    def broken(_request: HttpRequest) -> bool:
        raise RuntimeError

    monkeypatch.setattr(address, "is_at_our_address", broken)
    anyone.raise_request_exception = False
    answer = anyone.get("/")
    assert answer.status_code == 500
    assert missing(answer) == []


def test_an_answer_without_our_headers_is_found(db, settings, anyone):
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != "held.web.middleware.headers.OurHeaders"]
    bare = Client(headers={"host": "localhost"})
    bare.raise_request_exception = False
    assert any(missing(answer) for _name, answer in answers_to_strangers(bare))


@pytest.mark.parametrize(
    ("subdomains", "said"), [(False, "max-age=31536000"), (True, "max-age=31536000; includeSubDomains")]
)
def test_browsers_are_told_to_come_by_tls(db, settings, subdomains, said):
    """Whatever a web server in front says about the scheme; only at our own name, because others are not ours."""
    settings.HELD_ADDRESS = "https://our-place.example"
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = subdomains
    browser = Client(headers={"host": "our-place.example"})
    for passed_on in ({}, {"x-forwarded-proto": "http"}, {"x-forwarded-proto": "HTTPS"}):
        for path in ("/", "/static/no-such-file.css"):
            assert browser.get(path, headers=passed_on)["Strict-Transport-Security"] == said
    assert "Strict-Transport-Security" not in browser.get("/", headers={"host": "elsewhere.example"})
    assert "Strict-Transport-Security" not in browser.get("/", headers={"host": "localhost"})
