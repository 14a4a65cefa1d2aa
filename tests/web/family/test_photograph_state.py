"""What a photograph's form and the list say about it, and what else can be done with it."""

import pytest
from django.urls import reverse

from held.consent.involved import name_person
from held.families.models import Member
from held.families.persons import add_person
from held.pictures.models import Picture, ShownInPart
from held.publishing.in_part import let_readers_see
from tests import cast as people
from tests.forms import forms_on
from tests.photographs import agree, photograph

READY, UNTIL = "It is ready.", "Readers cannot ask for it until you let them."
NOT_ALL, NOBODY = "Not everyone in it has said yes.", "Nobody is named yet."
LISTED_READY, LISTED_NOT_ALL = ">Ready<", "Not everyone has said yes"


@pytest.fixture
def leaf(cast):
    return photograph(cast, people.write_story(cast), shown=False, agreed=False).leaf


def pages(browser, leaf) -> list[str]:
    """Its form and the list."""
    ways = [reverse("family:leaf", args=[leaf.pk]), reverse("family:photographs", args=[leaf.story_id])]
    return [browser.get(way).content.decode() for way in ways]


def said(page: str) -> list[str]:
    return [words for words in (READY, UNTIL, NOT_ALL, NOBODY, LISTED_READY, LISTED_NOT_ALL) if words in page]


def test_form_and_list_say_that_nobody_is_named_yet(cast, signed_in, leaf):
    assert [said(page) for page in pages(signed_in(cast.ana), leaf)] == [[UNTIL, NOBODY], [LISTED_NOT_ALL]]


def test_it_is_not_ready_before_everyone_said_yes(cast, signed_in, leaf):
    name_person(leaf.picture, add_person(cast.family, "Mika", "", by=cast.ana), in_it=True, took_it=False, by=cast.ana)
    assert [said(page) for page in pages(signed_in(cast.ana), leaf)] == [[UNTIL, NOT_ALL], [LISTED_NOT_ALL]]


def test_it_is_ready_once_everyone_said_yes(cast, signed_in, leaf):
    agree(leaf, cast.ana)
    assert [said(page) for page in pages(signed_in(cast.ana), leaf)] == [[READY, UNTIL], [LISTED_READY]]


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
