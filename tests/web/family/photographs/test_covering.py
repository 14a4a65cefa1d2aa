"""The page for covering a part of a photograph: shown only when asked, numbers kept, and what follows from it."""

import re

import pytest
from django.urls import reverse

from held.consent.involved import name_person
from held.consent.models import Involvement
from held.families.models import Member
from held.families.persons import add_person
from held.pictures.models import CoveredCopy, Picture
from held.publishing import placing
from held.stories.models import Leaf, Placement, Publication
from tests import cast as people
from tests.covered import sent
from tests.forms import forms_on
from tests.jail.patterned import chequered
from tests.photographs import SHOWS, agree, arrived_photograph
from tests.published import allowed
from tests.said import unsigned
from tests.web.family.photographs.showing import PICTURE
from tests.web.family.photographs.showing import at as page_of

HALF = {"left": "0", "top": "0", "right": "50", "bottom": "100"}
STILL_HERE = "your numbers are still here"


def at(leaf: Leaf) -> str:
    return reverse("family:covering", args=[leaf.pk])


def newest() -> Leaf:
    return Leaf.objects.filter(kind=Leaf.Kind.PHOTOGRAPH).latest("pk")


@pytest.fixture(scope="session")
def original() -> bytes:
    return chequered(300, 200).jpegsave_buffer(Q=90)


@pytest.fixture
def leaf(cast, story, essay, original):
    """Readers may ask for it."""
    leaf = sent(cast, story, original)
    placing.place(leaf, essay, by=cast.ana)
    agree(leaf, cast.ana)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    return leaf


@pytest.fixture
def ana(cast, signed_in):
    return signed_in(cast.ana)


def test_numbers_make_a_new_photograph_and_lead_to_it(cast, ana, story, leaf):
    assert len(allowed(story)) == 1
    answer = ana.post(at(leaf), HALF)
    assert (answer.status_code, unsigned(answer["Location"])) == (303, page_of(newest()) + "?said=covered")
    assert CoveredCopy.objects.get().copy == newest().picture
    assert allowed(story) == []
    page = ana.get(answer["Location"]).content.decode()
    assert "This is the new photograph" in page
    assert "Made from photograph 1." in page


def test_it_is_shown_once_with_what_was_typed_drawn_over_it(ana, leaf):
    assert not PICTURE.search(ana.get(at(leaf)).content.decode())
    answer = ana.post(at(leaf), HALF | {"show": "yes"})
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (303, at(leaf))
    page = ana.get(at(leaf)).content.decode()
    assert len(PICTURE.findall(page)) >= 2
    assert '<rect x="0%" y="0%" width="50%" height="100%" />' in page
    assert 'value="50"' in page
    again = ana.get(at(leaf)).content.decode()
    assert not PICTURE.search(again)
    assert 'value="50"' in again


def test_covering_it_again_keeps_the_numbers(ana, leaf):
    ana.post(at(leaf), HALF | {"cover": "yes"})
    page = ana.get(at(leaf)).content.decode()
    assert not PICTURE.search(page)
    assert 'value="50"' in page


@pytest.mark.parametrize(
    ("given", "said", "status"),
    [
        ({}, "what to cover or cut off", 200),
        ({"left": "a lot"}, "from 0 to 100", 200),
        ({"left": "50", "right": "50"}, "has no size", 200),
        ({"left": "0"}, "nothing would be left of the photograph", 409),
        ({"cut-left": "50", "cut-right": "50.1"}, "nothing would be left of the photograph", 409),
    ],
)
def test_a_mistake_is_told_and_the_numbers_come_back(ana, story, leaf, given, said, status):
    answer = ana.post(at(leaf), given)
    page = answer.content.decode()
    assert answer.status_code == status
    assert said in page
    assert STILL_HERE in page
    for typed in given.values():
        assert f'value="{typed}"' in page
    assert (Picture.objects.count(), len(allowed(story))) == (1, 1)


def test_a_mistake_belongs_to_its_fields(ana, leaf):
    page = ana.post(at(leaf), {"left": ["1", "ten"], "right": ["2", "20"]}).content.decode()
    assert page.count("aria-invalid") == 4
    assert 'aria-describedby="mistake-2 numbers-help"' in page
    assert 'id="mistake-2"' in page


def test_where_photographs_cannot_be_opened_now_nothing_is_lost(ana, leaf, monkeypatch):
    from held.jail.developing import Closed  # noqa: PLC0415

    def closed(*_given, **_more):
        raise Closed("no jail")

    monkeypatch.setattr("held.web.family.photographs.covering.cover_part", closed)
    answer = ana.post(at(leaf), HALF)
    assert answer.status_code == 409
    assert STILL_HERE in answer.content.decode()
    assert 'value="50"' in answer.content.decode()


def test_the_same_twice_leads_to_the_one_made_before(ana, leaf):
    first = ana.post(at(leaf), HALF)
    again = ana.post(at(leaf), HALF)
    assert unsigned(again["Location"]) == unsigned(first["Location"]).replace("covered", "covered-before")
    assert Picture.objects.count() == 2


def test_the_same_again_after_it_was_removed_is_told(cast, ana, leaf):
    ana.post(at(leaf), HALF)
    placing.remove(newest(), by=cast.ana)
    answer = ana.post(at(leaf), HALF)
    assert answer.status_code == 409
    assert "A parent can keep it after all" in answer.content.decode()


def test_the_page_of_the_first_says_that_it_is_closed(ana, leaf):
    ana.post(at(leaf), HALF)
    page = ana.get(page_of(leaf)).content.decode()
    assert "Readers can’t ask for this one." in page
    assert "Go to photograph 2" in page
    assert "Let readers ask for it" not in page


def test_words_are_offered_and_nothing_is_ticked_or_saved(cast, ana, leaf):
    person = add_person(cast.family, "Mika", "", by=cast.ana)
    name_person(leaf.picture, person, in_it=True, took_it=False, by=cast.ana)
    ana.post(at(leaf), HALF)
    new = newest()
    assert new.current is None
    page = ana.get(page_of(new)).content.decode()
    assert SHOWS in page
    assert "aren’t saved yet" in page
    assert "Take out who is covered" in page
    assert not re.search(r"<input[^>]*\schecked", page)
    form = next(one for one in forms_on(page) if one.action == page_of(new))
    ana.post(page_of(new), form.filled())
    new.refresh_from_db()
    assert new.current.read(new.key)["shows"] == SHOWS
    assert Placement.objects.get(leaf=new).entry == Placement.objects.get(leaf=leaf).entry
    assert Involvement.objects.filter(picture=new.picture).count() == 2


def test_a_photograph_that_does_not_open_has_no_such_page(cast, ana, story):
    closed = arrived_photograph(cast, story, renditions=False)
    assert unsigned(ana.get(at(closed))["Location"]) == page_of(closed)
    assert at(closed) not in ana.get(page_of(closed)).content.decode()


def test_helpers_may_and_others_may_not(cast, signed_in, anyone, leaf):
    helper, guardian = (people.friend(cast, name, role) for name, role in (("Ida", "HELPER"), ("Gwen", "GUARDIAN")))
    assert signed_in(cast.otto, key=True).post(at(leaf), HALF).status_code == 404
    assert signed_in(guardian, key=True).post(at(leaf), HALF).status_code == 404
    anyone.post(at(leaf), HALF)
    assert Picture.objects.count() == 1
    assert signed_in(helper).post(at(leaf), HALF).status_code == 303
    assert newest().author == helper
    assert Member.objects.filter(account=helper, role=Member.Role.HELPER).exists()
