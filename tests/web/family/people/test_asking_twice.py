"""The form that asks about several photographs arrives twice: the same link is shown, and nobody is told otherwise."""

import re

import pytest

from held.consent import consent_links, involved
from held.consent.models import Answer, ConsentLink, Involvement
from held.families.persons import add_person
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
