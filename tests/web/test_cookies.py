"""The mark on an address says that an answer of ours gave a cookie; who only typed it is not believed."""

import pytest
from django.test import RequestFactory

from held.web.cookies import marked_as_given, was_just_given

PATH = "/n/abc"


def test_the_mark_is_the_same_each_time_and_tells_nothing():
    assert marked_as_given(PATH) == marked_as_given(PATH) == f"{PATH}?cookie=given"


@pytest.mark.parametrize(
    ("path", "headers", "given"),
    [
        (marked_as_given(PATH), {"Sec-Fetch-Site": "same-origin"}, True),
        (marked_as_given(PATH), {}, True),  # a browser that says nothing
        (marked_as_given(PATH), {"Sec-Fetch-Site": "none"}, False),
        (marked_as_given(PATH), {"Sec-Fetch-Site": "cross-site"}, False),
        (PATH, {"Sec-Fetch-Site": "same-origin"}, False),
        (f"{PATH}?cookie=kept", {}, False),
    ],
)
def test_a_marked_address_counts_after_a_page_of_ours(path, headers, given):
    assert was_just_given(RequestFactory().get(path, headers=headers)) is given
