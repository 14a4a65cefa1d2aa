"""Whatever the headers about the address contain, the response is a page or a refusal, never a fault."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

ADDRESS = "https://our-place.example"
NAMES = ("Host", "Origin", "Referer", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-For", "Forwarded", "Cookie")
SITES = st.sampled_from(["same-origin", "cross-site", "none", ""])
PARTS = [
    "https://",
    "http://",
    "//",
    "[",
    "]",
    "::1",
    "our-place.example",
    "localhost",
    ":",
    "443",
    "9" * 5000,
    "@",
    "%",
]
PARTS += [
    ",",
    ";",
    "host=",
    "proto=",
    "for=",
    '"',
    "\\",
    " ",
    "null",
    "ß",
    "\x1b",
    "\x9b",
    "\x00",
    "/",
    "?",
]
VALUES = st.lists(st.sampled_from(PARTS) | st.characters(max_codepoint=255), max_size=8).map("".join)
HEADERS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4)


@pytest.fixture
def told(db, settings):
    """The place has an address."""
    settings.HELD_ADDRESS = ADDRESS


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(headers=HEADERS, site=SITES, path=st.sampled_from(["/entrance/", "/c/lost/", "/address-check", "/healthz"]))
@example(headers={"Origin": "https://["}, site="same-origin", path="/entrance/")
@example(headers={"Referer": "https://["}, site="same-origin", path="/entrance/")
@example(headers={"Host": "our-place.example:" + "9" * 5000}, site="", path="/entrance/")
@example(headers={"Host": "localhost", "X-Forwarded-Host": "a:" + "9" * 5000}, site="", path="/entrance/")
@example(headers={"Host": "localhost", "Forwarded": "host=[;proto"}, site="", path="/entrance/")
def test_no_header_about_the_address_makes_a_fault(told, headers, site, path):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    sent = {"host": "our-place.example", "Sec-Fetch-Site": site} | headers
    for answer in (browser.get(path, headers=sent), browser.post(path, {"name": "x"}, headers=sent)):
        assert answer.status_code < 500
