"""What a photograph's page and the list say about it: one status in words, and one act beside it."""

import re

import pytest
from django.urls import reverse

from held.consent import answering
from held.consent.consent_links import ask_oneself
from held.consent.involved import name_person, reopen_list
from held.consent.scopes import READERS
from held.consent.states import Event
from held.families.models import Member
from held.families.persons import add_person
from held.pictures.models import Picture, ShownInPart
from held.publishing.in_part import let_readers_see
from held.stories.models import Publication
from tests import cast as people
from tests.forms import forms_on
from tests.photographs import agree, arrived_photograph, photograph

STATE = re.compile(r'<div class="album-status">\s*<p>(.*?)</p>(.*?)</div>', re.DOTALL)
TAGS = re.compile(r"<span class=\"visually-hidden\">.*?</span>|<[^>]*>", re.DOTALL)


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def leaf(cast, story):
    return photograph(cast, story, shown=False, agreed=False).leaf


def pages(browser, leaf) -> list[str]:
    """Its page and the list."""
    ways = [reverse("family:photograph", args=[leaf.pk]), reverse("family:photographs", args=[leaf.story_id])]
    return [browser.get(way).content.decode() for way in ways]


def states(browser, leaf) -> list[tuple[str, str]]:
    """The status and the act beside it, on both."""
    return [
        tuple(" ".join(TAGS.sub(" ", part).split()) for part in found)
        for page in pages(browser, leaf)
        for found in STATE.findall(page)
    ]


def test_undescribed_it_needs_a_description(cast, signed_in, story):
    leaf = arrived_photograph(cast, story)
    assert states(signed_in(cast.ana), leaf) == [("Needs a description", ""), ("Needs a description", "Describe it")]


def test_before_the_family_said_who_is_in_it_nobody_is_accused(cast, signed_in, leaf):
    """Nor is anybody accused once the only person named has said yes: the family must still confirm the list."""
    unsaid = "Not said yet: is everyone in it named?"
    expected = [(unsaid, ""), (unsaid, "Say who is in it")]
    ana = signed_in(cast.ana)
    assert states(ana, leaf) == expected
    agree(leaf, cast.ana)
    reopen_list(leaf.picture, by=cast.ana)
    assert states(ana, leaf) == expected
    people_page = ana.get(reverse("family:pictured", args=[leaf.pk])).content.decode()
    assert "Not everyone has said yes" not in people_page
    assert "Nobody has said so yet." in people_page


@pytest.mark.parametrize("answer", [None, Event.NOT_NOW, Event.DECLINE])
def test_until_everyone_said_yes_the_act_is_the_same(cast, signed_in, leaf, answer):
    agree(leaf, cast.ana)
    mika = add_person(cast.family, "Mika", "", by=cast.ana)
    involvement = name_person(leaf.picture, mika, in_it=True, took_it=False, by=cast.ana)
    if answer:
        ask_oneself(involvement, READERS, by=cast.ana)
        for scope in READERS:
            answering.answer(involvement, scope, answer, language="en")
    assert states(signed_in(cast.ana), leaf) == [("Not everyone has said yes", "Who is in it")] * 2


@pytest.mark.parametrize(
    ("open_to", "key", "act"),
    [
        (None, True, "Choose who may read"),
        (Publication.Circle.LINK, True, "Let readers ask for it"),
        (Publication.Circle.LINK, False, "Use your key"),
    ],
)
def test_ready_it_offers_what_lets_readers_ask(cast, signed_in, leaf, open_to, key, act):
    agree(leaf, cast.ana)
    if open_to:
        people.open_to(leaf.story, open_to, by=cast.ana)
        leaf.refresh_from_db()
        signed_in(cast.ana).post(reverse("family:hiding", args=[leaf.pk]))
    assert states(signed_in(cast.ana, key=key), leaf) == [("Ready", act)] * 2


def test_a_helper_is_told_that_a_parent_can_let_them(cast, signed_in, leaf):
    agree(leaf, cast.ana)
    ida = signed_in(people.friend(cast, "Ida", Member.Role.HELPER), key=True)
    assert states(ida, leaf) == [("Ready", "A parent can let readers ask for it.")] * 2


def test_shown_it_can_be_taken_back_where_it_says_so(cast, signed_in, story, leaf):
    agree(leaf, cast.ana)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert states(signed_in(cast.ana), leaf) == [("Readers may ask for it", "Stop showing it")] * 2
    reopen_list(leaf.picture, by=cast.ana)
    hide = reverse("family:hiding", args=[leaf.pk])
    assert all(hide in [form.action for form in forms_on(page)] for page in pages(signed_in(cast.ana), leaf))


def test_a_part_is_kept_from_readers_without_looking(cast, signed_in, leaf):
    Picture.objects.update(decoded=Picture.Decoded.PART)
    leaf.picture.refresh_from_db()
    keep = reverse("family:keeping_part", args=[leaf.pk])
    ana, ida = signed_in(cast.ana), signed_in(people.friend(cast, "Ida", Member.Role.HELPER))

    def offered(browser) -> list[bool]:
        return [keep in [form.action for form in forms_on(page)] for page in pages(browser, leaf)]

    assert offered(ana) == [False, False]
    let_readers_see(leaf, fingerprint="", by=cast.ben)
    assert offered(ana) == [True, True]
    assert offered(ida) == [False, False]
    assert ana.post(keep, follow=True).status_code == 200
    assert not ShownInPart.objects.exists()
