"""The form that asks about several photographs arrives twice: the same link is shown, and nobody is told otherwise."""

import re

import pytest
from django.http import Http404

from held import access
from held.consent import consent_links, involved
from held.consent.models import Answer, ConsentLink, Involvement
from held.families.persons import add_person
from held.pictures.models import CoveredCopy, Picture
from held.stories.models import Leaf
from tests.photographs import SHOWS, photograph

LINK = re.compile(r"/c/a/[\w-]{43}")


@pytest.fixture
def both(cast, story) -> list[Involvement]:
    """Mika is in two photographs; nobody was asked."""
    pictures = [photograph(cast, story, shows=f"{SHOWS} It is number {n}.").leaf.picture for n in (1, 2)]
    mika = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    return [involved.name_person(one, mika, in_it=True, took_it=False, by=cast.ana) for one in pictures]


def ask(browser, both, **more) -> str:
    sent = {"scope": ["public"], "also": [str(both[1].pk)], "once": "one"} | more
    answered = browser.post(f"/family/parts/{both[0].pk}/asking/", sent)
    return answered.get("Location") or answered.content.decode()


def test_the_same_form_shows_the_same_link_for_both(cast, signed_in, both):
    ana = signed_in(cast.ana, key=True)
    first, second = (LINK.search(ask(ana, both)) for _ in range(2))
    assert first, "no link was made"
    assert second, "the link can’t be shown again"
    assert first[0] == second[0]
    assert ConsentLink.objects.count() == 2


def test_one_that_another_parent_asked_about_is_asked_again(cast, signed_in, both):
    """Ben asked about it while Ana’s page was open."""
    ana = signed_in(cast.ana, key=True)
    consent_links.ask(both[1], ["named"], by=cast.ben)
    assert ask(ana, both).endswith("said=on-their-link")
    asked = Answer.objects.order_by("scope").values_list("involvement", "scope")
    assert list(asked.filter(involvement=both[1])) == [(both[1].pk, "named"), (both[1].pk, "public")]
    assert set(asked.filter(involvement__in=both).values_list("asked", flat=True)) == {1}


def test_a_photograph_of_somebody_else_is_not_asked_about(cast, signed_in, both):
    nele = add_person(cast.family, "Nele", "", by=cast.ana)
    neles = involved.name_person(both[1].picture, nele, in_it=True, took_it=False, by=cast.ana)
    ana = signed_in(cast.ana, key=True)
    for other in (str(neles.pk), "no photograph"):
        assert "Nobody has been asked yet." in ask(ana, both, also=[other])
    assert not Answer.objects.filter(involvement__in=[*both, neles]).exists()


def covered_by(both) -> None:
    """The second photograph has a covered copy here, which is not being removed."""
    copy = Picture.objects.exclude(pk__in=[one.picture_id for one in both]).get()
    CoveredCopy.objects.create(first=both[1].picture, copy=copy)


@pytest.fixture
def covered(cast, story, both) -> list[Involvement]:
    photograph(cast, story)
    covered_by(both)
    return both


def test_a_first_with_a_covered_copy_is_not_offered(cast, signed_in, covered):
    ana = signed_in(cast.ana, key=True)
    page = ana.get(f"/family/parts/{covered[0].pk}/asking/").content.decode()
    assert str(covered[1].pk) not in page
    assert "Nobody has been asked yet." in ask(ana, covered)
    assert not Answer.objects.filter(involvement__in=covered).exists()


@pytest.mark.parametrize("act", ["asking", "asking-once-more"])
def test_nobody_is_asked_about_a_covered_first(cast, signed_in, covered, act):
    ana = signed_in(cast.ana, key=True)
    page = ana.get(f"/family/photographs/{covered_leaf(covered)}/people/").content.decode()
    assert f"/parts/{covered[1].pk}/{act}/" not in page
    answered = ana.post(f"/family/parts/{covered[1].pk}/{act}/", {"scope": ["public"], "once": "two"})
    assert answered.status_code == 303
    assert f"/photographs/{covered_leaf(covered)}/people/" in answered["Location"]
    assert not Answer.objects.filter(involvement=covered[1]).exists()
    assert not ConsentLink.objects.exists()


def covered_leaf(covered) -> int:
    return Leaf.objects.get(picture=covered[1].picture).pk


def test_no_link_from_before_shows_a_covered_first(cast, both, story):
    """Whatever the rows say: looking was opened, and then a copy came."""
    consent_links.ask(both[1], ["named"], by=cast.ana)
    assert access.picture_asked_about(both[1].pk.hex)
    photograph(cast, story)
    covered_by(both)
    with pytest.raises(Http404):
        access.picture_asked_about(both[1].pk.hex)
    assert not access.told_to_person(both[1], ConsentLink.objects.get()).looks
