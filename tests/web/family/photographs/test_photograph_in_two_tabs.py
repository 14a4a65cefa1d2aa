"""One page for a photograph, open twice: what comes back on it is about what somebody read, and nothing is lost."""

import pytest
from django.urls import reverse

from held.actions.uninviting import uninvite
from held.consent.involved import name_person
from held.consent.models import Answer, Involvement, ListComplete
from held.consent.states import Status
from held.families.inviting import invite_parent
from held.families.models import Member
from held.families.persons import add_person, person_of
from held.publishing import placing, publication
from held.stories import writing
from held.stories.models import Leaf, Placement, Publication, PublishedVersion
from tests import cast as people
from tests.forms import forms_on
from tests.photographs import SHOWS, arrived_photograph, photograph
from tests.web.family.photographs.showing import at, form_on

DUSK = "Black and white. A hill at dusk, and somebody far away."
IN_IT = {"in_it": True, "took_it": False}
NO_NAME_YET = {"in": ["other"], "in-name": [""]}  # a mistake: the page comes back with all that was typed


@pytest.fixture
def ana(cast, signed_in):
    return signed_in(cast.ana, key=True)


@pytest.fixture
def described(cast, story):
    leaf = arrived_photograph(cast, story)
    writing.save(leaf, {"shows": SHOWS}, form=writing.OpenForm(), by=cast.ana)
    leaf.refresh_from_db()
    return leaf


def opened(browser, leaf) -> dict[str, list[str]]:
    return form_on(browser.get(at(leaf)).text, leaf).filled()


def come_back(browser, leaf, sent) -> dict[str, list[str]]:
    """The form after a press that saved nothing."""
    return form_on(browser.post(at(leaf), sent | NO_NAME_YET).text, leaf).filled() | {"in": []}


def shown(browser, leaf, sent) -> str:
    """The page after “Show it to me” was pressed on this form."""
    browser.post(at(leaf), sent | {"show": "yes"}, headers={"Sec-Fetch-Site": "same-origin"})
    return browser.get(at(leaf)).text


def other_words(leaf, by):
    writing.save(leaf, {"shows": DUSK}, form=writing.OpenForm(leaf.current_id), by=by)


def test_a_parent_named_on_another_page_can_still_be_named(cast, ana, story):
    """Each page offered Ben as a parent whom nobody had named; saving the first made the second one a dead end."""
    tabs = [(leaf, opened(ana, leaf)) for leaf in (arrived_photograph(cast, story), arrived_photograph(cast, story))]
    (ben,) = [value for value in values_of("in", ana.get(at(tabs[0][0])).text) if value.startswith("parent-")]
    for leaf, sent in [*tabs, tabs[0]]:  # the last: the same form arrives twice
        assert ana.post(at(leaf), sent | {"shows": [SHOWS], "in": [ben]}).status_code == 303
    assert Involvement.objects.filter(person=person_of(cast.family, cast.ben), in_it=True).count() == 2


def values_of(name: str, page: str) -> list[str]:
    return [one.partition('"')[0] for one in page.split(f'name="{name}" value="')[1:]]


def test_a_yes_counts_for_no_words_that_were_not_on_the_page(cast, ana, described):
    name_person(described.picture, person_of(cast.family, cast.ana), in_it=True, took_it=False, by=cast.ben)
    sent = opened(ana, described)
    other_words(described, cast.ben)
    again = come_back(ana, described, sent)
    assert again["shows"] == [SHOWS]
    assert ana.post(at(described), again | {"mine": ["public"]}).status_code == 409
    assert not Answer.objects.filter(status=Status.AGREED).exists()
    shown(ana, described, sent)
    after_showing = opened(ana, described)
    assert ana.post(at(described), after_showing | {"mine": ["public"]}).status_code == 409
    assert not Answer.objects.filter(status=Status.AGREED).exists()


def test_that_is_everyone_is_said_of_the_names_on_the_page(cast, ana, described):
    sent = opened(ana, described) | {"took": ["me"], "complete": ["yes"]}
    mika = add_person(cast.family, "Mika", "", by=cast.ben)
    name_person(described.picture, mika, in_it=True, took_it=False, by=cast.ben)
    assert "complete" not in come_back(ana, described, sent)
    refused = ana.post(at(described), sent)
    assert refused.status_code == 409
    assert "complete" not in form_on(refused.text, described).filled()
    assert "complete" not in form_on(shown(ana, described, sent), described).filled()
    assert not ListComplete.objects.exists()


def test_a_mistake_does_not_undo_where_somebody_placed_it(cast, ana, story, described, essay):
    later = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    sent = opened(ana, described) | {"place": [str(essay.pk)]}
    placing.place(described, later, by=cast.ben)
    again = come_back(ana, described, sent)
    refused = ana.post(at(described), again)
    assert "Somebody has moved it since" in refused.text
    assert Placement.objects.get().entry == later
    knowing = form_on(refused.text, described).filled()
    assert ana.post(at(described), knowing).status_code == 303
    assert Placement.objects.get().entry == essay


@pytest.mark.parametrize("changed_by", ["somebody else", "themselves"])
def test_letting_readers_ask_is_about_words_on_the_page(cast, ana, story, changed_by):
    """While the page shows other words than the saved ones, it asks to save first."""
    leaf = photograph(cast, story).leaf
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    publication.hide(leaf, by=cast.ana)
    leaf.refresh_from_db()
    sent = opened(ana, leaf)
    assert "Let readers ask for it" in shown(ana, leaf, sent)
    if changed_by == "somebody else":
        other_words(leaf, cast.ben)
    else:
        sent |= {"shows": [DUSK]}
    page = shown(ana, leaf, sent)
    assert not [form for form in forms_on(page) if form.action.endswith("/letting-readers-ask")]
    assert "Please save this page first." in page
    assert not PublishedVersion.objects.filter(leaf=leaf).exists()


def test_the_list_shows_all_the_words_that_it_lets_readers_see(cast, ana, story):
    leaf = photograph(cast, story, more="We walked there on the day before.").leaf
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    publication.hide(leaf, by=cast.ana)
    page = ana.get(reverse("family:photographs", args=[story.pk])).text
    assert "Let readers ask for it" in page
    assert "We walked there on the day before." in page


def test_a_choice_stays_when_its_chip_has_changed(cast, ana, story, described):
    """Ben was chosen as a parent whom nobody had named; then another page named him."""
    (ben,) = [value for value in values_of("in", ana.get(at(described)).text) if value.startswith("parent-")]
    sent = opened(ana, described) | {"took": [ben], "in": [ben], "complete": ["yes"]}
    named = person_of(cast.family, cast.ben)
    again = form_on(ana.post(at(described), sent | {"in": [ben, "other"]}).text, described).filled()
    assert (again["took"], again["in"], again["complete"]) == ([f"{named.pk}"], [f"{named.pk}", "other"], ["yes"])
    cannot = ana.post(at(described), sent | {"in": [ben, "somebody", "other"]}).text
    assert "complete" not in form_on(cannot, described).filled()


@pytest.mark.parametrize("named", [True, False])
def test_no_word_is_lost_with_an_invitation_taken_back(cast, ana, story, described, named):
    """Somebody who was chosen is gone when the page is saved: it says so, and everything typed is there."""
    invite_parent(cast.family, by=cast.ana)
    new = Member.objects.latest("pk")
    chip = f"parent-{new.pk}"
    if named:
        chip = str(person_of(cast.family, new.account).pk)
        name_person(arrived_photograph(cast, story).picture, person_of(cast.family, new.account), **IN_IT, by=cast.ana)
    sent = opened(ana, described) | {"shows": [DUSK], "took": ["me"], "in": [chip], "complete": ["yes"]}
    uninvite(new, by=cast.ben)
    refused = ana.post(at(described), sent)
    assert refused.status_code == 409
    assert "can’t be named any more" in refused.text
    again = form_on(refused.text, described).filled()
    assert (again["shows"], again["took"]) == ([DUSK], ["me"])
    assert not {"in", "complete"} & again.keys()
    assert not Involvement.objects.filter(picture=described.picture).exists()


def test_no_word_is_lost_with_an_entry_taken_away(cast, ana, story, described):
    later = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    sent = opened(ana, described) | {"shows": [DUSK], "place": [str(later.pk)]}
    later.delete()
    refused = ana.post(at(described), sent)
    assert (refused.status_code, "It can’t have that place in the story." in refused.text) == (409, True)
    again = form_on(refused.text, described).filled()
    first = Leaf.objects.filter(story=story, kind=Leaf.Kind.ENTRY).order_by("position").first()
    assert (again["shows"], again["place"]) == ([DUSK], [str(first.pk)])
