"""Where a photograph was shown in earlier versions: its address leads to its page, and shows nothing."""

import pytest
from django.urls import reverse

from held import access
from held.pictures.models import Rendition
from held.pictures.ticket import Tickets
from held.publishing import placing
from tests.photographs import AVIF, JPEG, SHOWS, arrived_photograph, photograph
from tests.web.family.photographs.showing import PICTURE, asked, at


@pytest.fixture
def leaf(cast, story):
    return photograph(cast, story).leaf


def test_a_page_of_before_leads_to_the_covered_photograph(cast, signed_in, leaf):
    browser = signed_in(cast.ana)
    for send in (browser.get, browser.post):
        answer = send(reverse("family:seeing", args=[leaf.pk]))
        assert (answer.status_code, answer["Location"]) == (303, at(leaf))
    assert "<img" not in browser.get(at(leaf)).content.decode()


def test_the_bytes_go_out_with_the_headers_of_the_readers(cast, signed_in, leaf):
    browser = signed_in(cast.ana)
    answer = browser.get(PICTURE.findall(asked(browser, leaf))[0])
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == 'inline; filename="picture"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "ETag" not in answer


def test_a_ticket_is_good_for_nobody_else(cast, signed_in, anyone, leaf):
    browser = signed_in(cast.ana)
    address = PICTURE.findall(asked(browser, leaf))[0]
    for other in (signed_in(cast.ben), signed_in(cast.otto)):
        assert other.get(address).status_code == 404
    assert anyone.get(address).status_code == 302
    assert anyone.get(address.removeprefix("/family")).status_code == 404
    assert browser.get(address).status_code == 200


def test_a_forged_ticket_asks_for_no_photograph(cast, signed_in, leaf, monkeypatch):
    browser = signed_in(cast.ana)
    asked(browser, leaf)
    forged = Tickets().give(f"leaf-{leaf.pk} 1080 avif", visit=browser.cookies["visit"].value, seconds=60)
    monkeypatch.setattr(access, "photograph_to_see", None)
    assert browser.get(f"/family/p/{forged}").status_code == 404


def test_removed_after_the_page_was_made_no_byte_goes_out(cast, signed_in, leaf):
    browser = signed_in(cast.ana)
    address = PICTURE.findall(asked(browser, leaf))[0]
    placing.remove(leaf, by=cast.ben)
    assert browser.get(address).status_code == 404
    assert "<img" not in asked(browser, leaf)


def test_one_that_cannot_be_shown_says_so(cast, signed_in, story):
    leaf = arrived_photograph(cast, story, renditions=False)
    assert not Rendition.objects.exists()
    page = asked(signed_in(cast.ana), leaf)
    assert "so we can’t show it" in page
    assert "<img" not in page


def test_asked_for_it_is_shown_once_and_then_covered(cast, signed_in, leaf):
    browser = signed_in(cast.ana)
    page = asked(browser, leaf)
    assert page.index("Cover it") < page.index("<img")
    addresses = list(dict.fromkeys(PICTURE.findall(page)))
    bodies = {browser.get(address).content for address in addresses}
    assert bodies == {AVIF, JPEG}
    assert browser.get(addresses[0]).status_code == 404
    assert "<img" not in browser.get(at(leaf)).content.decode()


def test_the_family_sees_only_words_until_it_asks(cast, signed_in, leaf):
    page = signed_in(cast.ben).get(at(leaf)).content.decode()
    assert SHOWS in page
    assert "Show it to me" in page
    assert "<img" not in page
    assert "visit" not in signed_in(cast.ben).cookies


def test_another_family_is_shown_nothing(cast, signed_in, anyone, leaf, essay):
    for browser in (signed_in(cast.otto), signed_in(cast.hilde)):
        assert browser.get(at(leaf)).status_code == 404
        assert browser.post(at(leaf), {"show": "yes"}).status_code == 404
    assert anyone.post(at(leaf), {"show": "yes"}).status_code == 302
    assert signed_in(cast.ana).post(at(essay), {"show": "yes"}).status_code == 404
