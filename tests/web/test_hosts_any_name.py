"""At another host name no page of this installation can be read: only that it runs, and the check of its address."""

import pytest

from held.place import probing
from held.place.models import Place

ELSEWHERE = {"host": "elsewhere.example", "Sec-Fetch-Site": "same-origin"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
PATHS = ("/healthz", "/address-check", "/healthz/", "/readyz", "/")


@pytest.fixture(autouse=True)
def place(db, settings, tmp_path):
    """A place with a name and an address."""
    settings.HELD_DATA = tmp_path
    Place.objects.update_or_create(pk=1, defaults={"name": "The Lantern", "address": "https://our-place.example"})


def ask(browser, method: str, path: str, sent: bytes = b"x=1"):
    form = "application/x-www-form-urlencoded"
    return browser.generic(method, path, sent if method != "GET" else b"", content_type=form, headers=ELSEWHERE)


@pytest.mark.parametrize("path", PATHS)
def test_no_method_reads_the_name_or_the_address_there(anyone, path):
    for method in METHODS:
        answer = ask(anyone, method, path)
        said = answer.content.decode() + str(answer.headers)
        assert "Lantern" not in said, method
        assert "our-place" not in said, method
        assert answer["Content-Type"].startswith("text/plain"), method
        assert not answer.cookies


def test_only_get_and_head_ask_there_whether_it_lives(anyone):
    answered = [method for method in METHODS if ask(anyone, method, "/healthz").status_code == 200]
    assert answered == ["GET", "HEAD"]


def test_a_check_that_is_too_long_or_wrong_is_refused_in_plain_words(anyone, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    anyone.raise_request_exception = False
    for sent in (b"secret=wrong", b"secret=" + b"a" * 200, b""):
        answer = ask(anyone, "POST", "/address-check", sent)
        assert answer.status_code >= 400
        assert answer.content.startswith(b"This place answers at its own address only")


def test_the_check_with_its_secret_is_answered_there(anyone):
    secret = probing.begin().encode()
    assert ask(anyone, "POST", "/address-check", b"secret=" + secret).json()["arrived"]["Host"] == "other"
