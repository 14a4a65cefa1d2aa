"""A page of the family is shown before it asks for a key. What was typed or ticked is there again after the key."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from held.accounts import sign_in_keys
from held.gathering.models import Envelope
from held.publishing.limiting import limit_audience
from held.publishing.models import AudienceLimit, NamedReader
from held.publishing.publication import hide
from held.stories.models import Leaf, Publication
from held.web.family import key_first
from tests import cast as people
from tests.doors import every_door
from tests.promises.walking import fill, path_of

SHOW_KEY, FROM_HERE = "/entrance/show-key/", {"Sec-Fetch-Site": "same-origin"}
TICKS = re.compile(r'name="shown" value="([^"]+)"')
STANDING = re.compile(r'name="standing" value="([^"]+)"')
TICKED = re.compile(r'name="shown" value="([^"]+)"[^>]* checked')


def show_a_key(browser: Client, way: str) -> str:
    """Show a paper code on the page to which `way` leads; returns the next target."""
    parts = urlsplit(way)
    assert parts.path == SHOW_KEY
    code = browser.codes.pop()  # type: ignore[attr-defined]
    on = parse_qs(parts.query)["next"][0]
    return browser.post(SHOW_KEY, {"code": code, "next": on}, headers=FROM_HERE)["Location"]


@pytest.fixture
def ana(cast, signed_in):
    """Ana, who came in by a link alone and has her paper codes with her."""
    browser = signed_in(cast.ana)
    browser.codes = sign_in_keys.write_codes(cast.ana)
    return browser


def press(browser: Client, address: str, given: dict[str, object]) -> str:
    """Send a form; returns the page with it again, after the key that this asks for."""
    answer = browser.post(address, given, headers=FROM_HERE)
    assert answer.status_code == 303, answer.status_code
    back = show_a_key(browser, answer["Location"])
    return browser.get(back, headers=FROM_HERE).content.decode()


def test_no_page_of_the_family_asks_for_a_key(cast, signed_in):
    filled, browser = fill(cast, people.write_story(cast)), signed_in(cast.ana)
    asks = [
        door.name
        for door in every_door()
        if door.name.startswith("family:")
        if browser.get(path_of(door, filled)).get("Location", "").startswith(SHOW_KEY)
    ]
    assert asks == []


def test_without_a_key_it_offers_to_show_one(cast, ana, signed_in):
    """Each page whose act asks for a key has “Use your key” in place of its button, and its own button after that."""
    filled, with_key, met = fill(cast, people.write_story(cast)), signed_in(cast.ana, key=True), 0
    for door in every_door():
        if not door.name.startswith("family:"):
            continue
        path = path_of(door, filled)
        if not ana.post(path, headers=FROM_HERE).get("Location", "").startswith(SHOW_KEY):
            continue
        before = ana.get(path)
        if before.status_code != 200:
            continue
        page, after = before.content.decode(), with_key.get(path).content.decode()
        assert (page.count("Use your key"), after.count("Use your key")) == (1, 0), door.name
        assert page.count("This needs your key") == 1, door.name
        met += 1
    assert met >= 13


@pytest.mark.parametrize("button", [{}, {"show-key": "yes"}])
def test_ticks_and_an_address_are_there_again(cast, ana, story, button):
    page = reverse("family:circle_everyone", args=[story.pk])
    shown = ana.get(page).content.decode()
    first, *others = TICKS.findall(shown)
    assert others
    given = {"shown": [first], "wished": "noor-in-march", "standing": STANDING.findall(shown)}
    again = press(ana, page, given | button)
    assert TICKED.findall(again) == [first]
    assert 'value="noor-in-march"' in again
    assert not Publication.objects.exists()
    assert "noor-in-march" in ana.get(page).content.decode()  # the response before may have been lost on its way
    assert ana.post(page, given | {"shown": [first, *others]}, headers=FROM_HERE).status_code == 303
    assert key_first._KEPT in ana.session
    assert page not in ana.session[key_first._KEPT]


def test_what_was_taken_back_meanwhile_is_not_ticked_again(cast, ana, story):
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    page = reverse("family:circle_everyone", args=[story.pk])
    shown = ana.get(page).content.decode()
    ticks = TICKED.findall(shown)
    answer = ana.post(page, {"shown": ticks, "standing": STANDING.findall(shown), "show-key": "yes"}, headers=FROM_HERE)
    hidden = Leaf.objects.get(current=ticks[-1])
    hide(hidden, by=cast.ben)
    again = ana.get(show_a_key(ana, answer["Location"]), headers=FROM_HERE)
    assert again.status_code == 200
    assert set(TICKED.findall(again.content.decode())) == set(ticks) - {ticks[-1]}
    assert "changed" in again.content.decode()


def test_a_narrower_limit_is_said_before_the_key(cast, ana, story):
    page = reverse("family:circle_everyone", args=[story.pk])
    assert "narrower choice counts" not in ana.get(page).content.decode()
    limit_audience(story, Publication.Circle.NAMED, by=cast.ben)
    assert "narrower choice counts" in ana.get(page).content.decode()


def test_an_address_with_a_query_keeps_what_was_typed(ana, story):
    page = reverse("family:naming_one", args=[story.pk])
    assert 'value="Nele"' in press(ana, f"{page}?from=elsewhere", {"name": "Nele", "show-key": "yes"})


def test_show_a_key_does_not_narrow_either(cast, ana, story):
    press(ana, reverse("family:wishing", args=[story.pk]), {"circle": "NAMED", "show-key": "yes"})
    assert not AudienceLimit.objects.exists()


def test_what_no_form_of_ours_sends_is_not_kept(ana, story):
    page = reverse("family:naming_one", args=[story.pk])
    ana.post(page, {"name": "\N{BABY ANGEL}" * 40_000, "show-key": "yes"}, headers=FROM_HERE)
    assert page not in ana.session.get(key_first._KEPT, {})


def test_a_typed_name_is_there_again_after_the_key(ana, story):
    assert 'value="Nele"' in press(ana, reverse("family:naming_one", args=[story.pk]), {"name": "Nele"})
    assert not NamedReader.objects.exists()


def test_every_choice_is_there_again_after_the_key(ana, story):
    gathering = reverse("family:asking_for_photographs", args=[story.pk])
    given = {"name": "Mum", "purpose": "The Sunday", "most": "7", "days": "90"}
    page = press(ana, gathering, given)
    for kept in ('value="Mum"', 'value="The Sunday"', 'value="7"'):
        assert kept in page
    assert re.search(r'value="90"[^>]* checked', page)
    assert not Envelope.objects.exists()


def test_a_chosen_limit_is_there_again_after_the_key(cast, ana, story):
    limit_audience(story, Publication.Circle.NAMED, by=cast.ana)
    page = press(ana, reverse("family:wishing", args=[story.pk]), {"circle": "EVERYONE"})
    assert '<option value="EVERYONE" selected>' in page


def test_asking_for_a_key_never_does_the_act(cast, signed_in, story):
    """A key was shown in another tab since the page was opened."""
    page = reverse("family:naming_one", args=[story.pk])
    browser = signed_in(cast.ana, key=True)
    answer = browser.post(page, {"name": "Nele", "once": "form", "show-key": "yes"}, headers=FROM_HERE)
    assert answer["Location"] == page
    assert not NamedReader.objects.exists()
    assert 'value="Nele"' in browser.get(page).content.decode()


def test_nobody_else_gets_what_was_typed(cast, ana, story, signed_in):
    page = reverse("family:naming_one", args=[story.pk])
    ana.post(page, {"name": "Nele"}, headers=FROM_HERE)
    rows = [str(row.get_decoded()) for row in Session.objects.all()]
    assert rows
    assert not [row for row in rows if "Nele" in row]
    assert "Nele" not in signed_in(cast.ben).get(page).content.decode()
    assert signed_in(cast.otto).post(page, {"name": "x", "show-key": "yes"}, headers=FROM_HERE).status_code == 404


def test_it_is_forgotten_after_half_an_hour(ana, story, monkeypatch):
    page = reverse("family:naming_one", args=[story.pk])
    ana.post(page, {"name": "Nele"}, headers=FROM_HERE)
    later = key_first.since_start() + key_first.KEPT_FOR + 1
    monkeypatch.setattr(key_first, "since_start", lambda: later)
    assert "Nele" not in ana.get(page).content.decode()
