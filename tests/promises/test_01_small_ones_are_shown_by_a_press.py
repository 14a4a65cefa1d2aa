"""Promise 1, for the family's own contact sheet: photographs are small on it only after a press of that account, once.

No GET, reload or way back shows it; nobody but those who write for the family gets it; and that somebody looked leaves
no trace.
"""

import logging

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client
from django.urls import reverse

from held.actions.friends import let_go
from held.families.models import Member
from held.publishing.named_readers import reading_of
from held.web.contributor.opened import opening_of
from tests import cast as people
from tests.doors import every_door
from tests.photographs import arrived_photograph
from tests.promises.test_01_nothing_is_shown_unasked import IMAGE
from tests.promises.walking import ask_door, fill
from tests.shown_small import ADDRESS, act, on_sheet, pressed, sheet_of

ACTS = ("contact_sheet_placing", "contact_sheet_naming", "contact_sheet_next")


@pytest.fixture
def story(cast):
    story = people.write_story(cast)
    for _ in range(2):
        arrived_photograph(cast, story)
    return story


def family_pages(cast, story) -> list:
    filled = fill(cast, story)
    return [(door, filled) for door in every_door() if door.name.startswith("family:")]


def test_after_a_press_every_get_of_the_family_is_covered(cast, story, signed_in):
    """The press counts for one page at one address; each further GET of any page, with the same cookies, shows none."""
    browser, pages = signed_in(cast.ana, key=True), family_pages(cast, story)
    assert ADDRESS.search(pressed(browser, story))
    for door, filled in pages:
        assert not IMAGE.search(ask_door(browser, "GET", door, filled).content), door.name


def test_a_press_is_used_up_by_no_page_but_the_sheet(cast, story, signed_in):
    browser, pages = signed_in(cast.ana, key=True), family_pages(cast, story)
    browser.post(sheet_of(story))
    for door, filled in pages:
        if door.name != "family:contact_sheet":
            assert not IMAGE.search(ask_door(browser, "GET", door, filled).content), door.name


@pytest.mark.parametrize("sent_by", [{"HTTP_SEC_PURPOSE": "prefetch"}, {"HTTP_PURPOSE": "prefetch"}])
def test_a_prefetch_after_the_press_shows_nothing(cast, story, signed_in, sent_by):
    browser = signed_in(cast.ana)
    browser.post(sheet_of(story))
    assert browser.get(sheet_of(story), **sent_by).status_code == 303


def test_nobody_outside_the_family_gets_it_by_any_way(cast, story, signed_in):
    """The same requests as by a parent, who is shown all of it."""
    filled, ana = fill(cast, story), signed_in(cast.ana)
    page = pressed(ana, story)
    named, sends, asked = (Client(headers={"host": "localhost"}) for _ in range(3))
    named.cookies["named"] = reading_of(filled["named_token"])
    sends.cookies["opened"] = opening_of(filled["envelope_token"])
    asked.cookies["opened"] = opening_of(filled["asked_token"])
    gwen = people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    others = [signed_in(one, key=True) for one in (gwen, cast.otto, cast.hilde)]
    for browser in (named, sends, asked, Client(headers={"host": "localhost"}), *others):
        browser.cookies["visit"] = ana.cookies["visit"].value
        for answer in (
            browser.post(sheet_of(story)),
            browser.get(sheet_of(story)),
            *(act(browser, story, name, page, after=filled["leaf_id"]) for name in ACTS),
            *(browser.get(address) for address in ADDRESS.findall(page)[:2]),
        ):
            assert answer.status_code == 404 or answer["Location"].startswith("/entrance/")


def test_a_helper_sees_it_until_the_family_lets_them_go(cast, story, signed_in):
    ida = people.friend(cast, "Ida", Member.Role.HELPER)
    browser = signed_in(ida)
    page = pressed(browser, story)
    address = ADDRESS.findall(page)[0]
    assert browser.get(address).status_code == 200
    browser.post(sheet_of(story))
    let_go(Member.objects.get(account=ida), by=cast.ana)
    answers = [browser.get(sheet_of(story)), browser.post(sheet_of(story)), browser.get(ADDRESS.findall(page)[1])]
    answers += [act(browser, story, name, page) for name in ACTS]
    assert {answer.status_code for answer in answers} == {404}


def test_that_somebody_looked_leaves_no_trace_at_all(cast, story, signed_in, caplog):
    """No row of any table changes, and no line is logged: neither by the press, nor by its page, nor by its bytes."""
    browser = signed_in(cast.ana)
    browser.get(reverse("family:photographs", args=[story.pk]))
    caplog.clear()
    before = all_rows()
    with caplog.at_level(logging.DEBUG, logger="held"):
        for address in ADDRESS.findall(pressed(browser, story)):
            assert browser.get(address).status_code == 200
    assert all_rows() == before
    assert not [line for line in caplog.records if line.name.startswith("held")]


def all_rows() -> dict[str, str]:
    models = [model for model in apps.get_models() if model._meta.app_label not in {"sessions", "contenttypes"}]
    return {model.__name__: serializers.serialize("json", model.objects.order_by("pk")) for model in models}


def test_both_parents_press_for_themselves_at_the_same_time(cast, story, signed_in):
    ana, ben = signed_in(cast.ana), signed_in(cast.ben)
    ana.post(sheet_of(story))
    assert ben.get(sheet_of(story)).status_code == 303
    assert on_sheet(pressed(ben, story)) == on_sheet(ana.get(sheet_of(story)).content.decode())
