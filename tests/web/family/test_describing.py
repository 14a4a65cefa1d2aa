"""The form of a photograph: what it shows, what somebody may want to know first, and no picture on it."""

import re

import pytest
from django.urls import reverse

from held.publishing.fingerprint import fingerprint_of
from held.stories.models import Leaf, Publication
from held.web.family.writing.forms import TICKED, PhotographForm
from tests import cast as people
from tests.photographs import SHOWS, arrived_photograph, photograph

FIELDS = set(PhotographForm.base_fields)


@pytest.fixture
def leaf(cast, story):
    return arrived_photograph(cast, story)


def page_of(browser, leaf):
    return browser.get(reverse("family:photograph", args=[leaf.pk])).content.decode()


def test_it_asks_plainly_and_requires_nothing_and_shows_no_picture(cast, signed_in, leaf):
    page = page_of(signed_in(cast.ana), leaf)
    assert "What it shows" in page
    assert "Needs a description" in page
    assert page.count('<div class="choices">') == 1
    assert len(re.findall(r'type="checkbox" name="(?!in"|complete")', page)) == len(TICKED & FIELDS) == 19
    assert "required" not in page
    assert "<img" not in page


def test_what_is_written_is_kept_under_the_key_of_the_photograph(cast, signed_in, leaf, open_form):
    browser = signed_in(cast.ana)
    assert open_form(browser, leaf).save(shows=SHOWS, more="More.", language="en", blood="yes").status_code == 303
    leaf.refresh_from_db()
    assert leaf.current.read(leaf.key) == {"shows": SHOWS, "more": "More.", "language": "en", "blood": "yes"}
    assert leaf.key != leaf.story.key
    assert "Needs a description" not in page_of(browser, leaf)


def test_what_was_ticked_is_named_beside_the_sentence(cast, signed_in, leaf, open_form):
    browser = signed_in(cast.ana)
    assert "You ticked" not in page_of(browser, leaf)
    open_form(browser, leaf).save(shows=SHOWS, blood="yes", nobody="yes")
    said = "You ticked: Nobody is in it · Blood can be seen. Readers know only what your sentence says."
    assert said in page_of(browser, leaf)


def test_a_tick_is_never_shown_to_readers(cast, signed_in, anyone, story, open_form):
    placed = photograph(cast, story)
    open_form(signed_in(cast.ana), placed.leaf).save(shows=SHOWS, blood="yes")
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    page = anyone.get("/stories/noor/").content.decode()
    assert SHOWS in page
    assert "Blood" not in page


def test_too_few_letters_stay_with_the_family(cast, signed_in, leaf, open_form):
    browser = signed_in(cast.ana)
    open_form(browser, leaf).save(shows="Her feet.")
    assert "Needs a description" in page_of(browser, leaf)


def test_versions_and_conflicts_work_as_on_every_leaf(cast, signed_in, leaf, open_form):
    ana, ben = open_form(signed_in(cast.ana), leaf), open_form(signed_in(cast.ben), leaf)
    ana.save(shows=SHOWS, scan="yes")
    ben.save(shows="Black and white. A hill at dusk.")
    browser = signed_in(cast.ana)
    page = browser.get(reverse("family:differing", args=[leaf.pk])).content.decode()
    assert "It is a picture from a scan" in page
    assert page.count("What it shows") >= 2
    assert "Three hills" in browser.get(reverse("family:versions", args=[leaf.pk])).content.decode()
    listed = browser.get(reverse("family:photographs", args=[leaf.story_id])).content.decode()
    assert "There are two versions." in listed


def test_a_photo_is_never_chosen_for_readers_by_default(cast, signed_in, story):
    photograph(cast, story, shown=False)
    arrived_photograph(cast, story)
    page = signed_in(cast.ana, key=True).get(reverse("family:circle_link", args=[story.pk])).content.decode()
    assert SHOWS in page
    assert page.count("Let readers ask for photograph 1") == 1
    assert page.count("checked") == Leaf.objects.filter(story=story).exclude(kind=Leaf.Kind.PHOTOGRAPH).count()
    assert "not described yet, and not in the story yet." in page


@pytest.mark.parametrize(("change", "said"), [("described", "not described yet"), ("placed", "isn’t in the story, or")])
def test_one_that_is_not_ready_is_refused_calmly(cast, signed_in, story, open_form, change, said):
    placed = photograph(cast, story, shown=False)
    browser = signed_in(cast.ana, key=True)
    if change == "described":
        open_form(browser, placed.leaf).save(shows="short")
    else:
        placed.delete()
    sent = {"shown": people.current_versions(story), "standing": fingerprint_of(story)}
    answer = browser.post(reverse("family:circle_link", args=[story.pk]), sent)
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert not Publication.objects.exists()


def test_taken_back_readers_cannot_ask_for_it_any_more(cast, signed_in, anyone, story):
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    browser = signed_in(cast.ben)
    for page in (reverse("family:story", args=[story.pk]), reverse("family:photographs", args=[story.pk])):
        assert "Stop showing it" in browser.get(page).content.decode()
    assert "Stop showing it" in page_of(browser, placed.leaf)
    browser.post(reverse("family:hiding", args=[placed.leaf_id]))
    assert SHOWS not in anyone.get("/stories/noor/").content.decode()
