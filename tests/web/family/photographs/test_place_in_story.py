"""Where a photograph is in the text: chosen on its page, kept through edits, and told when its paragraph is gone."""

import re
from html import unescape

import pytest
from django.urls import reverse

from held.stories import writing
from held.stories.models import Leaf, Publication
from held.stories.writing import OpenForm
from tests import cast as people
from tests.between import DAY, HOME, ICE, NAME, edit, place_of
from tests.forms import forms_on
from tests.photographs import photograph
from tests.placed import entry_of
from tests.web.family.photographs.showing import at

GONE = "The paragraph before it is gone."


@pytest.fixture
def written(cast, essay):
    edit(cast, essay, ICE, NAME, HOME)
    return essay


@pytest.fixture
def leaf(cast, story, written):
    return photograph(cast, story, shown=False).leaf


@pytest.fixture
def ana(cast, signed_in):
    return signed_in(cast.ana, key=True)


def page_of(browser, leaf) -> str:
    return browser.get(at(leaf)).content.decode()


def told_on(browser, leaf) -> str:
    """The words of the page."""
    return " ".join(page_of(browser, leaf).split())


def offered(page: str) -> dict[str, str]:
    """What the choice says, and what it sends."""
    select = page.partition('<select id="where"')[2].partition("</select>")[0]
    found = re.findall(r'<option value="([^"]*)"[^>]*>\s*(.*?)\s*</option>', select, re.DOTALL)
    return {" ".join(unescape(words).split()): value for value, words in found}


def save(browser, leaf, *, choose: str = ""):
    """Open the page, choose a place by its words, and save."""
    page = page_of(browser, leaf)
    form = next(form for form in forms_on(page) if form.action == at(leaf))
    return browser.post(at(leaf), form.filled(**({"place": offered(page)[choose]} if choose else {})))


def test_each_paragraph_of_an_entry_is_offered_by_its_words(ana, leaf):
    assert list(offered(page_of(ana, leaf))) == [
        "After the story itself",
        *(f"After “{paragraph}”" for paragraph in (ICE, NAME, HOME)),
        "Not in the story",
    ]


def test_an_entry_of_one_paragraph_offers_only_its_end(cast, ana, story, leaf):
    later = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    writing.save(later, {"title": "Later", "body": "One line."}, form=OpenForm(), by=cast.ana)
    assert "After “One line.”" not in offered(page_of(ana, leaf))


def test_a_chosen_paragraph_is_where_it_is_from_then_on(ana, leaf):
    assert save(ana, leaf, choose=f"After “{NAME}”").status_code == 303
    assert place_of(leaf) == (2, False)
    select = page_of(ana, leaf).partition('<select id="where"')[2].partition("</select>")[0]
    assert re.findall(r'value="([^"]*)" selected', select) == [offered(page_of(ana, leaf))[f"After “{NAME}”"]]
    save(ana, leaf)
    assert place_of(leaf) == (2, False)
    save(ana, leaf, choose="After the story itself")
    assert place_of(leaf) == (None, False)


def test_it_is_placed_where_the_words_are_that_were_on_the_page(cast, ana, written, leaf):
    page = page_of(ana, leaf)
    form = next(form for form in forms_on(page) if form.action == at(leaf))
    edit(cast, written, "A line before.", ICE, NAME, HOME)
    ana.post(at(leaf), form.filled(place=offered(page)[f"After “{NAME}”"]))
    assert place_of(leaf) == (3, False)


def test_after_words_that_are_gone_nothing_is_saved(cast, ana, written, leaf):
    page = page_of(ana, leaf)
    form = next(form for form in forms_on(page) if form.action == at(leaf))
    edit(cast, written, ICE, HOME)
    answer = ana.post(at(leaf), form.filled(place=offered(page)[f"After “{NAME}”"]))
    assert (answer.status_code, place_of(leaf)) == (409, (None, False))
    assert "It can’t have that place in the story." in answer.content.decode()


@pytest.mark.parametrize(
    "value", ["{essay}-1-{about}", "{essay}-0-{essay_version}", "{essay}-x-{essay_version}", "{essay}-1-"]
)
def test_a_made_up_place_is_refused_and_nothing_saved(ana, story, written, leaf, value):
    about = Leaf.objects.get(story=story, kind=Leaf.Kind.ABOUT).current_id
    made_up = value.format(essay=written.pk, about=about.hex, essay_version=written.current_id.hex)
    form = next(form for form in forms_on(page_of(ana, leaf)) if form.action == at(leaf))
    assert ana.post(at(leaf), form.filled(place=made_up)).status_code == 409
    assert place_of(leaf) == (None, False)


def test_words_of_another_story_are_no_place_in_this_entry(cast, ana, written, leaf):
    other = entry_of(people.write_story(cast, title="Another", body=DAY)).current_id
    form = next(form for form in forms_on(page_of(ana, leaf)) if form.action == at(leaf))
    assert ana.post(at(leaf), form.filled(place=f"{written.pk}-1-{other.hex}")).status_code == 409
    assert place_of(leaf) == (None, False)


def test_a_paragraph_that_is_gone_is_told_until_confirmed(cast, ana, story, written, leaf):
    save(ana, leaf, choose=f"After “{NAME}”")
    edit(cast, written, ICE, HOME)
    pages = [reverse(f"family:{name}", args=[story.pk]) for name in ("story", "photographs")]
    for _ in range(2):
        assert f'{GONE} It now comes after: <q dir="auto">{ICE}</q>' in told_on(ana, leaf)
        assert all("The paragraph before photograph 1 is gone." in ana.get(one).content.decode() for one in pages)
    save(ana, leaf)
    assert place_of(leaf) == (1, False)
    assert GONE not in page_of(ana, leaf)
    assert not any("before photograph 1 is gone" in ana.get(one).content.decode() for one in pages)


def test_a_page_from_before_does_not_confirm_it(cast, ana, written, leaf):
    save(ana, leaf, choose=f"After “{NAME}”")
    form = next(form for form in forms_on(page_of(ana, leaf)) if form.action == at(leaf))
    edit(cast, written, ICE, HOME)
    ana.post(at(leaf), form.filled(shows="Colour. The same three hills, with more of the sky."))
    assert place_of(leaf) == (1, True)


@pytest.mark.parametrize("by_itself", [True, False])
def test_the_writer_is_told_as_soon_as_it_is_saved(ana, written, leaf, by_itself):
    save(ana, leaf, choose=f"After “{NAME}”")
    here = reverse("family:leaf", args=[written.pk])
    form = next(form for form in forms_on(ana.get(here).content.decode()) if form.action == here)
    sent = form.filled(body=f"{ICE}\n\n{HOME}")
    answer = ana.post(here, sent, headers={"accept": "application/json"} if by_itself else {}, follow=not by_itself)
    told = answer.json()["said"] if by_itself else answer.content.decode()
    assert "The paragraph before a photograph is gone." in told


def test_a_move_that_readers_do_not_see_yet_is_told(cast, ana, story, leaf):
    save(ana, leaf)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana)
    earlier = "They see it in its earlier place."
    assert earlier not in page_of(ana, leaf)
    save(ana, leaf, choose=f"After “{NAME}”")
    assert earlier in page_of(ana, leaf)
    assert (
        "If this is ticked, readers see it there."
        in ana.get(reverse("family:circle_shown", args=[story.pk])).content.decode()
    )
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana)
    assert earlier not in page_of(ana, leaf)
