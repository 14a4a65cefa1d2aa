"""The friend who reads first answers people who say that they are in a photograph: new links to the known address."""

import re
import uuid

import pytest

from held import access
from held.consent import consent_links, involved, lost_links
from held.consent.models import ConsentLink, Involvement, LostLinkRequest
from held.families.models import Member
from held.families.persons import add_person, correct_person
from tests import cast as people
from tests.photographs import photograph
from tests.web.guardian.pressing import links_at, press, putting_away


@pytest.fixture
def gwen(cast):
    return people.friend(cast, "Gwen", Member.Role.GUARDIAN)


@pytest.fixture
def mika(cast):
    placed = photograph(cast, people.write_story(cast))
    person = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    involvement = involved.name_person(placed.leaf.picture, person, in_it=True, took_it=False, by=cast.ana)
    consent_links.ask(involvement, ["public"], by=cast.ana)
    return person


@pytest.fixture
def came(gwen, mika):
    lost_links.save_request(uuid.uuid4(), {"name": "Mika", "words": "I held the lamp."})
    return LostLinkRequest.objects.get()


def test_the_desk_shows_who_wrote_and_whom_the_family_asked(signed_in, gwen, came):
    page = signed_in(gwen, key=True).get("/guardian/").content.decode()
    assert "I held the lamp." in page
    assert "It’s Mika: make new links" in page


def test_a_link_is_made_only_after_it_is_said_who_it_is(signed_in, gwen, came):
    page = signed_in(gwen, key=True).get("/guardian/").content.decode()
    folded = page[page.index("Make a link for somebody") : page.index("</details>", page.index("Make a link for"))]
    assert "It’s Mika: make new links" in folded
    assert "Put it away" not in folded


def test_two_of_one_name_are_told_apart_by_where_the_family_finds_them(signed_in, gwen, mika, came, cast):
    involvement = Involvement.objects.get(person=mika)
    other = add_person(cast.family, "Mika", "the boat", by=cast.ana)
    consent_links.ask(
        involved.name_person(involvement.picture, other, in_it=True, took_it=False, by=cast.ana),
        ["public"],
        by=cast.ana,
    )
    page = signed_in(gwen, key=True).get("/guardian/").content.decode()
    assert "It’s Mika (the house beside): make new links" in page
    assert "It’s Mika (the boat): make new links" in page


def test_somebody_whose_name_does_not_open_is_still_somebody(signed_in, gwen, mika, came, monkeypatch):
    monkeypatch.setattr(access, "called", lambda _person: "")
    page = signed_in(gwen, key=True).get("/guardian/").content.decode()
    assert "It’s somebody whose name we can’t open just now: make new links" in page


def test_a_parent_who_was_asked_is_not_offered_a_link(signed_in, gwen, came):
    page = signed_in(gwen, key=True).get("/guardian/").content.decode()
    assert "Ana" not in page


def test_new_links_are_shown_with_the_address_the_family_gave(signed_in, gwen, mika, came, anyone):
    page = press(signed_in(gwen, key=True), links_at(came.pk, mika.pk)).content.decode()
    assert "the house beside" in page
    assert anyone.get(re.search(r"/c/a/[\w-]{43}", page)[0]).status_code == 200


def test_without_an_address_there_is_no_link(signed_in, gwen, mika, came, cast):
    correct_person(mika, "Mika", "", by=cast.ana)
    browser = signed_in(gwen, key=True)
    assert "No address for" in browser.get("/guardian/").content.decode()
    assert press(browser, links_at(came.pk, mika.pk))["Location"].endswith("said=no-reach")


def test_answering_a_claim_with_links_needs_a_key(signed_in, gwen, mika, came):
    assert press(signed_in(gwen), links_at(came.pk, mika.pk))["Location"].startswith("/entrance/show-key/")


def test_pressing_twice_shows_the_same_links_again(signed_in, gwen, mika, came):
    browser = signed_in(gwen, key=True)
    page, there = browser.get("/guardian/").content.decode(), links_at(came.pk, mika.pk)
    first, second = (press(browser, there, page).content.decode() for _ in range(2))
    links = re.compile(r"/c/a/[\w-]{43}")
    assert links.findall(first) == links.findall(second) != []
    assert "I held the lamp." not in browser.get("/guardian/").content.decode()


def test_without_a_claim_that_waits_nobody_makes_links(signed_in, gwen, mika, came, cast):
    browser, before = signed_in(gwen, key=True), ConsentLink.objects.count()
    press(browser, putting_away(came.pk))
    assert press(browser, links_at(came.pk, mika.pk))["Location"].endswith("said=answered")
    assert ConsentLink.objects.count() == before


@pytest.mark.parametrize("who", ["nobody asked them", "has an account"])
def test_links_are_made_for_nobody_but_those_who_are_listed(signed_in, gwen, mika, came, cast, who):
    placed = Involvement.objects.get(person=mika).picture
    person = add_person(cast.family, "Omar", "at work", by=cast.ana)
    if who == "has an account":
        person.account = cast.ben
        person.save()
        consent_links.ask(
            involved.name_person(placed, person, in_it=True, took_it=False, by=cast.ana), ["public"], by=cast.ana
        )
    browser, before = signed_in(gwen, key=True), ConsentLink.objects.count()
    assert "Omar" not in browser.get("/guardian/").content.decode()
    assert browser.post(links_at(came.pk, person.pk)).status_code == 404
    assert ConsentLink.objects.count() == before


def test_a_parent_sees_for_whom_links_were_made_and_by_whom(signed_in, gwen, mika, came, cast):
    press(signed_in(gwen, key=True), links_at(came.pk, mika.pk))
    said = "Gwen made new links for Mika"
    assert said in signed_in(cast.ana).get("/family/people/").content.decode()
    ida = people.friend(cast, "Ida", Member.Role.HELPER)
    for account in (ida, cast.otto):
        assert said not in signed_in(account).get("/family/people/").content.decode()


def test_a_dismissed_claim_is_off_the_desk(signed_in, gwen, came):
    browser = signed_in(gwen, key=True)
    press(browser, putting_away(came.pk))
    assert "I held the lamp." not in browser.get("/guardian/").content.decode()
    assert press(browser, putting_away(came.pk)).status_code == 404


def test_who_does_not_answer_for_the_family_has_no_such_page(signed_in, cast, mika, came):
    for account in (cast.otto, cast.hilde, cast.ben):
        assert signed_in(account, key=True).post(links_at(came.pk, mika.pk)).status_code == 404
    for account in (cast.hilde, cast.ben):  # Otto answers for his own family, which has no such friend
        assert press(signed_in(account, key=True), putting_away(came.pk)).status_code == 404
