"""“Let readers ask for it”: on the photograph's page and in the list, for a parent who showed a key."""

import pytest
from django.urls import reverse

from held.consent import answering, involved
from held.consent.models import Involvement
from held.consent.states import Event
from held.families.models import Member
from held.families.persons import add_person
from held.publishing import publication
from held.stories.models import Publication, PublishedVersion
from tests import cast as people
from tests.forms import forms_on
from tests.photographs import photograph
from tests.said import unsigned
from tests.web.reader.asking import at as veil_at


@pytest.fixture
def placed(cast, story):
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    publication.hide(placed.leaf, by=cast.ana)
    return placed


def let_by(browser, page: str):
    (form,) = [
        form for form in forms_on(browser.get(page).content.decode()) if form.action.endswith("/letting-readers-ask")
    ]
    return browser.post(form.action, form.filled())


@pytest.mark.parametrize("where", ["photograph", "photographs"])
def test_a_parent_lets_readers_ask_where_it_is_said_to_be_ready(cast, signed_in, anyone, placed, where):
    ana = signed_in(cast.ana, key=True)
    page = reverse(f"family:{where}", args=[placed.leaf_id if where == "photograph" else placed.leaf.story_id])
    assert anyone.get(veil_at(placed)).status_code == 404
    assert unsigned(let_by(ana, page)["Location"]) == f"{page}?said=let-ask"
    assert anyone.get(veil_at(placed)).status_code == 200
    assert "Stop showing it" in ana.get(page).content.decode()


def test_letting_needs_a_parent_and_a_key(cast, signed_in, placed):
    act = reverse("family:letting_ask", args=[placed.leaf_id])
    ida = people.friend(cast, "Ida", Member.Role.HELPER)
    assert signed_in(cast.ana).post(act)["Location"].startswith("/entrance/show-key/")
    for account in (ida, cast.otto, cast.hilde):
        assert signed_in(account, key=True).post(act).status_code == 404
    assert not PublishedVersion.objects.filter(leaf=placed.leaf).exists()


@pytest.mark.parametrize("happens", ["a no", "somebody else is named", "somebody may be missing"])
def test_it_says_nothing_false_while_somebody_has_not_agreed(cast, signed_in, anyone, placed, happens):
    ana, page = signed_in(cast.ana, key=True), reverse("family:photograph", args=[placed.leaf_id])
    (form,) = [one for one in forms_on(ana.get(page).content.decode()) if one.action.endswith("/letting-readers-ask")]
    involvement = Involvement.objects.get()
    if happens == "a no":
        answering.answer(involvement, "public", Event.DECLINE, language="en")
    elif happens == "somebody may be missing":
        involved.reopen_list(involvement.picture, by=cast.ben)
    else:
        mika = add_person(cast.family, "Mika", "", by=cast.ana)
        involved.name_person(involvement.picture, mika, in_it=True, took_it=False, by=cast.ana)
    assert "said=changed" in ana.post(form.action, form.filled())["Location"]
    assert anyone.get(veil_at(placed)).status_code == 404
    assert not PublishedVersion.objects.filter(leaf=placed.leaf).exists()


def test_an_old_page_lets_nothing_and_says_so(cast, signed_in, placed):
    ana = signed_in(cast.ana, key=True)
    page = reverse("family:photographs", args=[placed.leaf.story_id])
    let_by(ana, page)
    publication.hide(placed.leaf, by=cast.ben)
    answer = ana.post(reverse("family:letting_ask", args=[placed.leaf_id]), {"version": "x", "seen": "0"}, follow=True)
    assert "Something had changed" in answer.content.decode()
    assert not PublishedVersion.objects.filter(leaf=placed.leaf).exists()
