"""What the check of our address is told, and that nobody else is told anything."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from held.cli.address import PADDING
from held.place import probing

ADDRESS = "https://our-place.example"
PATH = "/address-check"


@pytest.fixture(autouse=True)
def place(db, settings, tmp_path):
    """The place has an address, and nobody has checked it yet."""
    settings.HELD_DATA, settings.HELD_ADDRESS, settings.SECURE_HSTS_SECONDS = tmp_path, ADDRESS, 1000


def ask(secret: str, **headers: str):
    asked = {"secret": secret, "made_up": "203.0.113.9", "address": headers.pop("asked", ADDRESS)}
    return Client(enforce_csrf_checks=True).post(PATH, asked, headers=headers)


def test_who_has_the_secret_is_told_what_arrived_in_fixed_words():
    answer = ask(
        probing.begin(),
        **{"host": "held:8000", "X-Forwarded-For": "198.51.100.7, 203.0.113.9", "Cookie": "a=b", "Origin": ADDRESS},
    )
    assert answer.json() == {
        "arrived": {
            "Host": "other",
            "X-Forwarded-Host": "missing",
            "X-Forwarded-Proto": "missing",
            "X-Forwarded-For": "made up",
            "Forwarded": "missing",
            "Origin": "told",
            "Referer": "missing",
            "Cookie": "there",
        },
        "cookies": "any",
        "address": "same",
    }
    assert "Strict-Transport-Security" in answer


@pytest.mark.parametrize("host", ["our-place.example", "localhost", "elsewhere.example"])
def test_the_address_check_is_404_without_its_secret(host):
    secret = probing.begin()
    for wrong in ("", "a" * 43, secret[:-1]):
        assert ask(wrong, host=host).status_code == 404
    assert ask(secret, host=host).status_code == 200
    assert ask(secret, host=host).status_code == 404


def test_a_place_with_another_address_does_not_name_it():
    for asked in ("https://edited.example", "http://our-place.example", ""):
        answer = ask(probing.begin(), asked=asked)
        assert answer.json()["address"] == "another"
        assert b"example" not in answer.content


def test_a_form_of_the_largest_size_is_read_and_answered_the_same():
    asked = {"secret": probing.begin(), "address": ADDRESS, "padding": "x" * PADDING}
    answer = Client(enforce_csrf_checks=True).post(
        PATH, urlencode(asked), content_type="application/x-www-form-urlencoded"
    )
    assert answer.json()["address"] == "same"


def test_the_page_writes_no_name_of_another_address_anywhere():
    answer = ask(probing.begin(), **{"host": "elsewhere.example", "X-Forwarded-Host": "elsewhere.example"})
    assert b"elsewhere" not in answer.content
    assert "elsewhere" not in str(answer.headers)
