"""The friend who reads first answers whoever says that they are in a photograph: new links to the known address."""

import re
import uuid

import pytest

from held.consent import asking, claiming, naming
from held.consent.models import Claim
from held.families.models import Member
from held.families.persons import add_person, correct_person
from tests import cast as people
from tests.photographs import photograph


@pytest.fixture
def gwen(cast):
    return people.friend(cast, "Gwen", Member.Role.GUARDIAN)


@pytest.fixture
def mika(cast):
    placed = photograph(cast, people.write_story(cast))
    person = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    part = naming.name_person(placed.leaf.picture, person, in_it=True, took_it=False, by=cast.ana)
    asking.ask(part, ["public"], by=cast.ana)
    return person


@pytest.fixture
def came(gwen, mika):
    claiming.claim(uuid.uuid4(), {"name": "Mika", "words": "I held the lamp."})
    return Claim.objects.get(family=mika.family)


def test_the_desk_shows_who_wrote_and_whom_the_family_asked(signed_in, gwen, came):
    page = signed_in(gwen, key=True).get("/guardian/").content.decode()
    assert "I held the lamp." in page
    assert "It is Mika: new links" in page


def test_a_parent_who_was_asked_is_not_offered_a_link(signed_in, gwen, came):
    page = signed_in(gwen, key=True).get("/guardian/").content.decode()
    assert "Ana" not in page


def test_new_links_are_shown_with_the_address_the_family_gave(signed_in, gwen, mika, came, anyone):
    page = signed_in(gwen, key=True).post(f"/guardian/persons/{mika.pk}/links").content.decode()
    assert "the house beside" in page
    assert anyone.get(re.search(r"/c/a/[\w-]{43}", page)[0]).status_code == 200


def test_without_an_address_there_is_no_link(signed_in, gwen, mika, came, cast):
    correct_person(mika, "Mika", "", by=cast.ana)
    browser = signed_in(gwen, key=True)
    assert "the family gave no address yet" in browser.get("/guardian/").content.decode()
    assert browser.post(f"/guardian/persons/{mika.pk}/links")["Location"].endswith("said=no-reach")


def test_a_new_link_needs_a_key(signed_in, gwen, mika):
    assert signed_in(gwen).post(f"/guardian/persons/{mika.pk}/links")["Location"].startswith("/entrance/show-key/")


def test_put_away_it_waits_no_more(signed_in, gwen, came):
    browser = signed_in(gwen, key=True)
    browser.post(f"/guardian/claims/{came.pk}/putting-away")
    assert "I held the lamp." not in browser.get("/guardian/").content.decode()
    assert browser.post(f"/guardian/claims/{came.pk}/putting-away").status_code == 404


def test_who_does_not_answer_for_the_family_has_no_such_page(signed_in, cast, mika, came):
    for account in (cast.otto, cast.hilde, cast.ben):
        browser = signed_in(account, key=True)
        assert browser.post(f"/guardian/persons/{mika.pk}/links").status_code == 404
        assert browser.post(f"/guardian/claims/{came.pk}/putting-away").status_code == 404
