"""The host writes people to talk to, and readers find them on Help, the front page and the quiet page."""

import pytest
from django.test import Client

from held.place.models import HelpContact, Place

LINE = {"name": "The Lantern Line", "phone": "01632 960 001", "web_address": "lantern.example", "hours": "at night"}
LINE |= {"spoken": "Cymraeg"}
FOR_READERS = ("/", "/help/", "/quiet/")


@pytest.fixture
def hilde(cast, signed_in) -> Client:
    return signed_in(cast.hilde)


def page(browser: Client, path: str) -> str:
    return " ".join(browser.get(path).content.decode().split())


def test_a_new_number_is_on_all_three_pages(hilde, anyone):
    assert "said=checked" in hilde.post("/host/help/new/", LINE)["Location"]
    for path in FOR_READERS:
        text = page(anyone, path)
        assert '<a class="alone reach" href="tel:01632960001">01632 960 001</a>' in text, path
        assert 'href="https://lantern.example" rel="noreferrer">lantern.example</a>' in text, path
        assert "Checked on " in text, path
        assert '<bdi translate="no">Cymraeg</bdi>' in text, path


@pytest.mark.parametrize(
    ("age", "shows", "hides"),
    [
        ("A_YEAR", ["01632 960 001", "more than a year ago", "https://lantern.example"], []),
        ("TWO_YEARS", ["The Lantern Line", "https://lantern.example"], ["01632", "at night", "hecked on"]),
    ],
)
def test_an_old_number_says_so_and_then_goes(hilde, anyone, age, shows, hides):
    hilde.post("/host/help/new/", LINE)
    HelpContact.objects.update(age=age)
    for path in FOR_READERS:
        text = page(anyone, path)
        assert [word for word in shows if word not in text] == [], path
        assert [word for word in hides if word in text] == [], path


def test_a_check_makes_an_old_number_new_again(hilde, anyone):
    hilde.post("/host/help/new/", LINE)
    HelpContact.objects.update(age="TWO_YEARS")
    contact = HelpContact.objects.get()
    assert "Over two years ago: readers see only the web address" in page(hilde, "/host/help/")
    hilde.post(f"/host/help/{contact.pk}/checked")
    assert "01632 960 001" in page(anyone, "/help/")


def test_a_changed_and_a_removed_number_are_gone_at_once(hilde, anyone):
    hilde.post("/host/help/new/", LINE)
    contact = HelpContact.objects.get()
    assert 'value="01632 960 001"' in page(hilde, f"/host/help/{contact.pk}/")
    assert 'value="Cymraeg"' in page(hilde, f"/host/help/{contact.pk}/")
    hilde.post(f"/host/help/{contact.pk}/", LINE | {"phone": "01632 960 002"})
    text = page(anyone, "/help/")
    assert ("01632 960 002" in text, "01632 960 001" in text) == (True, False)
    hilde.post(f"/host/help/{contact.pk}/removing")
    assert "Nobody has checked numbers for this place" in page(anyone, "/help/")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": "The Lantern Line"}, "Please give a number or a web address"),
        ({"phone": "01632 960 001"}, "who answers there"),
        ({"name": "The Lantern Line", "web_address": "ftp://lantern.example"}, "read this as a web address"),
        ({"name": "The Lantern Line", "web_address": "javascript:alert(1)"}, "read this as a web address"),
        ({"name": "The Lantern Line", "web_address": "two words"}, "read this as a web address"),
    ],
)
def test_a_contact_nobody_could_reach_is_not_saved(hilde, given, told):
    text = hilde.post("/host/help/new/", given).content.decode()
    assert told in text
    assert all(word in text for word in given.values() if ":" not in word)
    assert not HelpContact.objects.exists()


def test_who_keeps_it_is_asked_and_shown_to_anyone(hilde, anyone):
    Place.objects.update(asked_up_to=5)
    told = {"keeper": "Hilde, who bakes.", "mail": "hilde@place.example", "phone": "", "hours": "in the mornings"}
    assert hilde.post("/host/evening/6/", told)["Location"] == "/host/evening/"
    assert "That is all for this evening" in page(hilde, "/host/evening/")
    for path in FOR_READERS:
        text = page(anyone, path)
        assert "Hilde, who bakes." in text, path
        assert 'href="mailto:hilde@place.example"' in text, path
        assert "in the mornings" in text, path
    assert "Hilde, who bakes." in page(hilde, "/host/")


def test_a_mail_address_that_cannot_be_read_stays_in_its_field(hilde):
    text = hilde.post("/host/evening/6/", {"keeper": "Hilde", "mail": "hilde at place"}).content.decode()
    assert "read this as an email address" in text
    assert 'value="hilde at place"' in text
    assert Place.objects.get().keeper == ""


def test_a_place_where_nobody_wrote_it_says_nothing_of_it(anyone, db):
    for path in FOR_READERS:
        assert "Who keeps this place" not in page(anyone, path)
        assert "tel:" not in page(anyone, path)
