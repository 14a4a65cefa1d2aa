"""A mark on an address says that a response of ours set a cookie a moment ago; a typed or copied one says nothing."""

import pytest
from django.test import RequestFactory

from held.pictures.ticket import Tickets
from held.web import cookies
from held.web.cookies import GOOD_FOR, marked_as_given, was_just_given

PATH, OTHER = "/n/abc", "/n/abd"
SAYS_NOTHING: dict[str, str] = {}


def given(address: str, headers: dict[str, str] = SAYS_NOTHING) -> bool:
    return was_just_given(RequestFactory().get(address, headers=headers))


@pytest.mark.parametrize(
    ("headers", "counts"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        (SAYS_NOTHING, True),  # an older browser
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
    ],
)
def test_a_marked_address_counts_after_a_page_of_ours(headers, counts):
    assert given(marked_as_given(PATH), headers) is counts


def test_a_copied_address_says_nothing_after_a_minute(monkeypatch):
    seconds = [0.0]
    monkeypatch.setattr(cookies, "_marks", Tickets(lambda: seconds[0]))
    copied = marked_as_given(PATH)
    seconds[0] += GOOD_FOR - 1
    assert given(copied)
    seconds[0] += 2
    assert not given(copied)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "?cookie=",
        "?cookie=given",
        "?cookie=kept",
        "?cookie=%C3%A9-%C3%A9",
        f"?cookie={'a' * 96}",
    ],
)
def test_an_address_that_somebody_typed_says_nothing(typed):
    assert not given(PATH + typed)


def test_a_mark_counts_on_its_own_page_alone():
    assert not given(marked_as_given(PATH).replace(PATH, OTHER))
