"""The place of a photograph: in an entry of its own story, further up, or not in the story."""

import re

import pytest
from django.urls import reverse

from held.stories import writing
from held.stories.models import Leaf, Placement, Publication, PublishedVersion
from tests import cast as people
from tests.photographs import arrived_photograph, photograph
from tests.said import unsigned


def press(browser, name, leaf, **words):
    return browser.post(reverse(f"family:{name}", args=[leaf.pk]), words)


def test_it_gets_a_place_in_an_entry_and_the_page_says_which(cast, signed_in, story, essay):
    leaf = arrived_photograph(cast, story)
    browser = signed_in(cast.ben)
    answer = press(browser, "placing", leaf, entry=essay.pk, **{"from": "sheet"})
    assert unsigned(answer["Location"]) == reverse("family:photograph", args=[leaf.pk]) + "?said=placed"
    assert Placement.objects.get(leaf=leaf).entry == essay
    page = browser.get(answer["Location"]).content.decode()
    assert "It has its place in the story." in page
    assert re.search(rf'<option value="{essay.pk}" selected>\s*After the story itself', page)


def test_a_photo_is_placed_only_in_entries_of_its_story(cast, signed_in, story):
    leaf, browser = arrived_photograph(cast, story), signed_in(cast.ana)
    about = Leaf.objects.get(story=story, kind=Leaf.Kind.ABOUT)
    elsewhere = Leaf.objects.get(story=people.write_story(cast), kind=Leaf.Kind.ENTRY)
    for entry in (about, elsewhere):
        assert "not-placed" in press(browser, "placing", leaf, entry=entry.pk)["Location"]
    assert not Placement.objects.exists()


@pytest.mark.parametrize("entry", ["", "x", "999999"])
def test_placing_a_photo_in_an_unknown_entry_is_404(cast, signed_in, story, entry):
    assert press(signed_in(cast.ana), "placing", arrived_photograph(cast, story), entry=entry).status_code == 404


def test_moving_up_changes_places_with_the_one_before(cast, signed_in, story):
    first, second = photograph(cast, story), photograph(cast, story)
    browser = signed_in(cast.ana)
    assert "moved" in press(browser, "moving_up", second.leaf)["Location"]
    assert [row.leaf_id for row in Placement.objects.order_by("position")] == [second.leaf_id, first.leaf_id]
    assert "changed" in press(browser, "moving_up", arrived_photograph(cast, story))["Location"]


def test_a_photo_taken_out_stays_with_the_family_alone(cast, signed_in, anyone, story):
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    assert placed.name in anyone.get("/stories/noor/").content.decode()
    browser = signed_in(cast.ben)
    page = browser.get(press(browser, "taking_out", placed.leaf)["Location"]).content.decode()
    assert "It’s out of the story." in page
    assert placed.name not in anyone.get("/stories/noor/").content.decode()
    assert not PublishedVersion.objects.filter(leaf=placed.leaf).exists()


def test_what_is_no_photograph_and_what_is_anothers_is_not_there(cast, signed_in, story, essay):
    leaf = arrived_photograph(cast, story)
    for name in ("placing", "moving_up", "taking_out"):
        assert press(signed_in(cast.otto), name, leaf, entry=essay.pk).status_code == 404
        assert press(signed_in(cast.ana), name, essay, entry=essay.pk).status_code == 404
    assert not Placement.objects.exists()


def test_each_button_of_the_list_says_for_which_photograph(cast, signed_in, story):
    for _number in range(3):
        photograph(cast, story)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    page = signed_in(cast.ana).get(reverse("family:photographs", args=[story.pk])).content.decode()
    for number in (1, 2, 3):
        button = rf'Stop showing it\s*<span class="visually-hidden"> \(photograph {number}\)'
        assert len(re.findall(button, page)) == 1
    assert page.count("Move it up") == 2


def test_moving_a_photo_to_another_entry_leaves_one_place(cast, signed_in, story):
    placed = photograph(cast, story)
    later = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    press(signed_in(cast.ana), "placing", placed.leaf, entry=later.pk)
    assert Placement.objects.get().entry == later
