"""One request, read by every family that was here when it came; each of them answers it separately."""

import uuid

import pytest

from held.consent import consent_links, involved, lost_links
from held.consent.models import LostLinkRequest, LostLinkRequestClosed
from held.families.models import Family, Member
from held.families.persons import add_person
from tests import cast as people
from tests.photographs import photograph
from tests.web.guardian.pressing import desk_of, press

GIVEN = {"name": "Mika", "words": "I held the lamp."}


@pytest.fixture
def gwen(cast):
    """She answers for Ana's family."""
    return people.friend(cast, "Gwen", Member.Role.GUARDIAN)


@pytest.fixture
def mika(cast):
    """Asked by Ana's family about a photograph."""
    placed = photograph(cast, people.write_story(cast))
    person = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    consent_links.ask(
        involved.name_person(placed.leaf.picture, person, in_it=True, took_it=False, by=cast.ana),
        ["public"],
        by=cast.ana,
    )
    return person


def answers_for(account, family: Family):
    Member.objects.create(family=family, account=account, role=Member.Role.GUARDIAN)
    return account


def a_friend(cast, name: str, family: Family):
    """Somebody who reads first for that family alone."""
    account = people.friend(cast, name, Member.Role.GUARDIAN)
    Member.objects.filter(account=account).update(family=family)
    return account


def test_what_one_family_puts_away_waits_in_the_other(cast, signed_in, gwen):
    jo = a_friend(cast, "Jo", cast.other_family)
    lost_links.save_request(uuid.uuid4(), GIVEN)
    press(signed_in(gwen), f"/guardian/claims/{LostLinkRequest.objects.get().pk}/putting-away")
    assert "I held the lamp." not in desk_of(signed_in(gwen))
    assert "I held the lamp." in desk_of(signed_in(jo))


def test_who_answers_for_two_families_meets_it_once(cast, signed_in, gwen):
    answers_for(gwen, cast.other_family)
    lost_links.save_request(uuid.uuid4(), GIVEN)
    browser = signed_in(gwen)
    assert desk_of(browser).count("I held the lamp.") == 1
    press(browser, f"/guardian/claims/{LostLinkRequest.objects.get().pk}/putting-away")
    assert "I held the lamp." not in desk_of(browser)


def test_links_of_one_family_leave_it_waiting_for_the_other(cast, signed_in, gwen, mika):
    answers_for(gwen, cast.other_family)
    lost_links.save_request(uuid.uuid4(), GIVEN)
    browser, came = signed_in(gwen, key=True), LostLinkRequest.objects.get()
    assert "It’s Mika: make new links" in desk_of(browser)
    assert press(browser, f"/guardian/claims/{came.pk}/persons/{mika.pk}/links").status_code == 200
    page = desk_of(browser)
    assert "I held the lamp." in page
    assert "It’s Mika: make new links" not in page


def test_a_family_made_later_does_not_see_older_claims(cast, signed_in):
    lost_links.save_request(uuid.uuid4(), GIVEN)
    later = a_friend(cast, "Jo", Family.objects.create())
    browser, came = signed_in(later), LostLinkRequest.objects.get()
    assert "I held the lamp." not in desk_of(browser)
    assert press(browser, f"/guardian/claims/{came.pk}/putting-away").status_code == 404
    lost_links.save_request(uuid.uuid4(), GIVEN | {"words": "It was in March."})
    assert "It was in March." in desk_of(browser)


def test_a_person_of_another_family_is_not_reached_by_it(cast, signed_in, mika):
    jo = a_friend(cast, "Jo", cast.other_family)
    lost_links.save_request(uuid.uuid4(), GIVEN)
    browser, came = signed_in(jo, key=True), LostLinkRequest.objects.get()
    assert "Mika: make new links" not in desk_of(browser)
    assert press(browser, f"/guardian/claims/{came.pk}/persons/{mika.pk}/links").status_code == 404


def test_so_many_are_shown_at_once_and_the_others_after_them(cast, signed_in, gwen, monkeypatch):
    monkeypatch.setattr("held.access.lost_links.MOST_LOST_LINK_REQUESTS", 2)
    for word in ("one", "two", "three"):
        lost_links.save_request(uuid.uuid4(), GIVEN | {"words": f"It was lamp {word}."})
    browser = signed_in(gwen)
    page = desk_of(browser)
    assert "lamp one" in page
    assert "lamp two" in page
    assert "lamp three" not in page
    assert "There are more after these." in page
    press(browser, f"/guardian/claims/{LostLinkRequest.objects.order_by('at').first().pk}/putting-away")
    page = desk_of(browser)
    assert "lamp three" in page
    assert "More wait" not in page


def test_one_that_does_not_open_hides_no_other(cast, signed_in, gwen):
    lost_links.save_request(uuid.uuid4(), GIVEN)
    LostLinkRequest.objects.update(sealed=b"not a sealed message at all")
    lost_links.save_request(uuid.uuid4(), GIVEN)
    page = desk_of(signed_in(gwen))
    assert "We can’t open what they wrote just now. It’s kept." in page
    assert "I held the lamp." in page


def test_near_copies_are_put_away_in_the_families_each_was_written_to(cast, signed_in, gwen):
    lost_links.save_request(uuid.uuid4(), GIVEN)
    later = Family.objects.create()
    answers_for(gwen, later)
    lost_links.save_request(uuid.uuid4(), GIVEN | {"words": "I held the lamp!"})
    first, second = LostLinkRequest.objects.order_by("at")
    browser = signed_in(gwen)
    press(browser, f"/guardian/claims/{first.pk}/putting-away")
    closed = LostLinkRequestClosed.objects.values_list("lost_link_request", "family")
    assert set(closed) == {(first.pk, cast.family.pk), (second.pk, cast.family.pk), (second.pk, later.pk)}
    assert "I held the lamp" not in desk_of(browser)
