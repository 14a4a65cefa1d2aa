"""Promise 12: every page that shows a link offers the same ways to hand it over.

Every page and every act of people with an account is requested, with what its form needs. An address of ours that
stands outside the one partial breaks the build.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

import held.web
from held.families import inviting
from held.families.models import Member
from held.stories.models import Placement, Publication
from held.web.allowed_hosts import our_address
from tests import cast as people
from tests.doors import Door, every_door
from tests.photographs import one_more_has_agreed
from tests.promises.walking import fill, path_of
from tests.web.guardian.pressing import carried, desk_of

WEB = Path(held.web.__file__).parent
SPACES = ("family", "host", "guardian", "entrance")
PARTIAL = re.compile(r'<div data-link="[^"]+".*?data-copied="[^"]*"></p>\s*</div>', re.DOTALL)
ADDRESS = re.compile(r"https?://localhost:8000/[^\s\"'<>]*")
TO_COME = "…"  # in an address that a story will have once it is opened
OF_ALL = {"http://localhost:8000/", "http://localhost:8000/entrance/"}  # where everybody signs in: no link of somebody
ANSWERS = {"name": "Nele", "most": "9", "days": "30", "scope": "public", "label": "The Quince Tree"}
SHOWS_A_LINK = {
    "family:asking POST",
    "family:asking_again POST",
    "family:asking_for_photographs POST",
    "family:asking_guardian POST",
    "family:asking_helper POST",
    "family:asking_once_more POST",
    "family:asking_person POST",
    "family:named GET",
    "family:naming_one POST",
    "family:new_link POST",
    "family:one_more_link POST",
    "family:story GET",
    "family:story_link GET",
    "guardian:letting_in POST",
    "guardian:links POST",
    "host:first_link POST",
    "host:new_family POST",
    "host:new_link POST",
    "host:specimen GET",  # a link that was made up
}
OF_OUR_OWN = {
    "allowed_hosts.py": "it is made here",
    "entrance/paper.py": "where everybody signs in",
    "entrance/passkey_host.py": "compared, never shown",
    "family/publishing/circle.py": "how an address will look; there is none yet",
    "host/desk.py": "the address of the place",
    "linkcard.py": "the one way to offer a link",
    "middleware/address.py": "where this place is, to somebody who asked elsewhere",
    "reader/address_check.py": "compared, never shown",
    "reader/feed.py": "for a feed reader",
    "reader/views.py": "the preview of a chat",
    "reasons.py": "compared, never shown",
    "refusals.py": "where this place is, to somebody who asked elsewhere",
}
"""Files that use the address of the place, each with its reason. A page that shows a link uses `link_card`."""


def bare_addresses(page: str) -> list[str]:
    """Addresses of ours on a page that cannot be handed over from there."""
    outside = html.unescape(PARTIAL.sub("", page))
    return [found for found in ADDRESS.findall(outside) if found not in OF_ALL and TO_COME not in found]


@pytest.fixture
def browsers(cast, signed_in) -> dict[str, Client]:
    gwen = people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    ana, hilde = signed_in(cast.ana, key=True), signed_in(cast.hilde, key=True)
    return {"family": ana, "entrance": ana, "host": hilde, "guardian": signed_in(gwen, key=True)}


@pytest.fixture
def invited(cast) -> dict[str, dict[str, str]]:
    """Somebody who never signed in, for the pages that make their link again."""
    beside = inviting.invite(cast.family, Member.Role.HELPER, by=cast.ana, once="beside")[0]
    first = inviting.begin_family(label="", by=cast.hilde, once="first")[1]
    members = {link: str(Member.objects.get(account=link.account).pk) for link in (beside, first)}
    return {"family:asking_again": {"member_id": members[beside]}, "host:first_link": {"member_id": members[first]}}


def sent_to(browser: Client, door: Door, path: str) -> dict[str, str]:
    """What a form of this page sends: an answer to every question of any page."""
    hidden = carried(desk_of(browser), path) if door.name.startswith("guardian:") else {}
    return {**ANSWERS, "once": uuid4().hex, **hidden}


def asked(browser: Client, door: Door, filled: dict[str, str], method: str) -> HttpResponse:
    """The answer; what it did is undone."""
    cookies, path = browser.cookies.copy(), path_of(door, filled)
    with transaction.atomic():
        given = browser.get(path) if method == "GET" else browser.post(path, sent_to(browser, door, path))
        transaction.set_rollback(True)
    browser.cookies = cookies
    return given


def pages(browsers: dict[str, Client], filled: dict[str, str], others: dict) -> Iterator[tuple[str, str]]:
    """Each page of people with an account, as HTML."""
    for door in every_door():
        space = door.name.partition(":")[0]
        for method in ("GET", "POST") if space in SPACES else ():
            answer = asked(browsers[space], door, filled | others.get(door.name, {}), method)
            if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
                yield f"{door.name} {method}", answer.content.decode()


@pytest.mark.parametrize("circle", [Publication.Circle.NAMED, Publication.Circle.EVERYONE])
def test_every_page_with_a_link_offers_the_ways_to_send_it(cast, browsers, invited, circle):
    story = people.write_story(cast)
    people.open_to(story, circle, by=cast.ana)
    filled = fill(cast, story)
    described = one_more_has_agreed(Placement.objects.get(leaf__story=story).leaf, cast.ana)
    others = invited | {"family:asking_person": {"involvement_id": str(described.pk)}}
    found = dict(pages(browsers, filled, others))
    assert {name: bare for name, page in found.items() if (bare := bare_addresses(page))} == {}
    where = {"NAMED": {"family:story GET", "family:story_link GET"}, "EVERYONE": {"family:named GET"}}[circle]
    assert {name for name, page in found.items() if PARTIAL.search(page)} == SHOWS_A_LINK - where


def test_a_link_outside_the_partial_is_found(db):
    link = f"{our_address()}/n/{'a' * 43}"
    within = f'<div data-link="link-1" data-words="x"><p>{link}</p><p role="status" data-copied="x"></p>\n</div>'
    assert bare_addresses(within) == []
    assert bare_addresses(within.replace("data-link", "data-row")) == [link]
    assert bare_addresses(f"{within}<p>{link}</p>") == [link]


def test_only_the_one_function_makes_the_address_of_a_link():
    users = {str(one.relative_to(WEB)) for one in WEB.rglob("*.py") if "our_address()" in one.read_text()}
    assert users == set(OF_OUR_OWN)
