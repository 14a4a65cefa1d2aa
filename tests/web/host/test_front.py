"""The host describes the front page, and decides whether search engines may list it."""

import pytest
from django.test import Client

from held.place.first_host import this_place

DESCRIBED = {"description": "Stories of the valley.", "may_be_listed": "on"}


@pytest.fixture
def hilde(cast, signed_in) -> Client:
    return signed_in(cast.hilde)


def test_listing_is_off_until_the_host_ticks_it(cast, hilde):
    assert "checked" not in hilde.get("/host/front/").content.decode()
    assert "asked to leave it out" in hilde.get("/host/").content.decode()
    assert "said=front" in hilde.post("/host/front/", DESCRIBED)["Location"]
    assert this_place().front_may_be_listed
    assert "search engines may list it" in hilde.get("/host/").content.decode()
    hilde.post("/host/front/", {"description": "Stories of the valley."})
    assert not this_place().front_may_be_listed


def test_listing_asks_for_a_description_and_keeps_the_tick(cast, hilde):
    page = hilde.post("/host/front/", {"may_be_listed": "on"}).content.decode()
    assert "so that people who find it know" in page
    assert "checked" in page
    assert not this_place().front_may_be_listed


def test_the_description_is_shown_as_the_host_wrote_it(cast, hilde, anyone):
    hilde.post("/host/front/", {"description": "Stories <of> the valley."})
    page = anyone.get("/").content.decode()
    assert "Stories &lt;of&gt; the valley." in page
    assert '<meta name="description"' not in page
