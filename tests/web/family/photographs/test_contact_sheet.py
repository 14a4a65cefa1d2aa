"""The family's own contact sheet: shown once by a press, the same photographs again after an act, to nobody else."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from held.consent.involved import name_person
from held.consent.models import Answer, ConsentLink, Involvement, ListComplete
from held.families.persons import add_person
from held.pictures.ticket import tickets
from held.publishing import placing
from held.stories import writing
from held.stories.models import Leaf, Placement
from tests.forms import forms_on
from tests.photographs import AVIF, JPEG, arrived_photograph, photograph
from tests.said import unsigned
from tests.shown_small import ADDRESS, act, followed, form_on, on_sheet, pressed, sheet_of

COVERED_AFTER = timedelta(minutes=15)


@pytest.fixture
def leaves(cast, story):
    """One that is in the story, and two that came after it."""
    return [photograph(cast, story, shown=False).leaf, arrived_photograph(cast, story), arrived_photograph(cast, story)]


def test_one_press_shows_every_photograph_small_and_whole(cast, signed_in, story, leaves):
    browser = signed_in(cast.ana)
    page = pressed(browser, story)
    assert on_sheet(page) == [leaf.pk for leaf in leaves]
    addresses = ADDRESS.findall(page)
    assert len(addresses) == len(set(addresses)) == 2 * len(leaves)
    assert {browser.get(address).content for address in addresses} == {AVIF, JPEG}
    assert page.count('alt="Not described yet"') == 2


def test_its_pictures_are_the_smallest_and_none_waits_to_be_seen(cast, signed_in, story, leaves):
    browser = signed_in(cast.ana)
    page = pressed(browser, story)
    assert "loading=" not in page
    given = [
        tickets.peek(one.rpartition("/")[2], visit=browser.cookies["visit"].value) for one in ADDRESS.findall(page)
    ]
    assert {one.thing.split(" ")[1] for one in given} == {"480"}
    assert {one.thing.split(" ")[0] for one in given} == {f"leaf-{leaf.pk}" for leaf in leaves}


def test_a_get_and_a_second_look_find_it_covered(cast, signed_in, story, leaves):
    browser = signed_in(cast.ana)
    album = reverse("family:photographs", args=[story.pk])
    assert browser.get(sheet_of(story))["Location"] == album
    pressed(browser, story)
    for again in (browser.get(sheet_of(story)), browser.head(sheet_of(story))):
        assert (again.status_code, again["Location"]) == (303, album)
    assert "<img" not in browser.get(album).content.decode()


def test_no_cache_keeps_it_and_a_quarter_hour_covers_it(cast, signed_in, story, leaves):
    browser = signed_in(cast.ana)
    answer = browser.get(browser.post(sheet_of(story))["Location"])
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Refresh"] == f"900; url={reverse('family:photographs', args=[story.pk])}"
    assert 'data-cover-after="900"' in answer.content.decode()


def test_nothing_is_ticked_or_chosen_in_the_page_served(cast, signed_in, story, leaves):
    browser = signed_in(cast.ana)
    page = pressed(browser, story)
    after = followed(
        browser, act(browser, story, "contact_sheet_placing", page, leaves[1], after=entry(story).pk), story
    )
    for one in (page, after):
        assert not re.search(r"\b(checked|selected|open)\b(?=[^<]*>)", one.partition("<form")[2])


def entry(story) -> Leaf:
    return Leaf.objects.filter(story=story, kind=Leaf.Kind.ENTRY).order_by("position").first()


def test_one_that_arrives_after_the_press_is_not_on_it(cast, signed_in, story, leaves):
    browser = signed_in(cast.ana)
    answer = browser.post(sheet_of(story))
    late = arrived_photograph(cast, story)
    page = followed(browser, answer, story)
    assert late.pk not in on_sheet(page)
    assert f"leaf-{late.pk}" not in page
    page = followed(
        browser, act(browser, story, "contact_sheet_placing", page, leaves[1], after=entry(story).pk), story
    )
    assert sorted(on_sheet(page)) == [leaf.pk for leaf in leaves]
    assert late.pk in on_sheet(pressed(browser, story))


def test_what_is_being_removed_or_does_not_open_is_not_on_it(cast, signed_in, story, leaves):
    browser = signed_in(cast.ana)
    unopened = arrived_photograph(cast, story, renditions=False)
    placing.remove(leaves[1], by=cast.ben)
    page = pressed(browser, story)
    assert on_sheet(page) == [leaves[0].pk, leaves[2].pk]
    placing.remove(leaves[2], by=cast.ben)
    removed = [one for one in ADDRESS.findall(page) if browser.get(one).status_code == 404]
    assert len(removed) == 2
    page = followed(
        browser, act(browser, story, "contact_sheet_naming", page, leaves[0], **{"as": leaves[0].pk}), story
    )
    assert on_sheet(page) == [leaves[0].pk]
    assert unopened.pk not in on_sheet(page)


def test_one_kept_after_all_since_the_press_is_not_on_it(cast, signed_in, story, leaves):
    placing.remove(leaves[1], by=cast.ana)
    browser = signed_in(cast.ana)
    page = pressed(browser, story)
    browser.post(reverse("family:keeping_after_all", args=[leaves[1].pk]))
    page = followed(
        browser, act(browser, story, "contact_sheet_placing", page, leaves[2], after=entry(story).pk), story
    )
    assert sorted(on_sheet(page)) == [leaves[0].pk, leaves[2].pk]


def test_several_are_placed_at_once_and_stay_in_sight(cast, signed_in, story, leaves):
    browser = signed_in(cast.ben)
    page = pressed(browser, story)
    answer = act(browser, story, "contact_sheet_placing", page, leaves[1], leaves[2], after=entry(story).pk)
    page = followed(browser, answer, story)
    assert "They’re in their place now." in page
    assert [row.leaf_id for row in Placement.objects.order_by("position")] == [leaf.pk for leaf in leaves]
    assert ADDRESS.findall(page)
    assert "No place yet" not in page


def test_one_is_placed_right_after_another_photograph(cast, signed_in, story, leaves):
    browser = signed_in(cast.ana)
    page = pressed(browser, story)
    page = followed(
        browser, act(browser, story, "contact_sheet_placing", page, leaves[1], after=entry(story).pk), story
    )
    after = f"photograph-{leaves[0].pk}"
    page = followed(browser, act(browser, story, "contact_sheet_placing", page, leaves[2], after=after), story)
    assert on_sheet(page) == [leaves[0].pk, leaves[2].pk, leaves[1].pk]


def test_the_same_people_are_named_and_nobody_is_asked(cast, signed_in, story, leaves):
    mika, tom = (add_person(cast.family, name, "", by=cast.ana) for name in ("Mika", "Tom"))
    name_person(leaves[1].picture, mika, in_it=True, took_it=False, by=cast.ana)
    name_person(leaves[1].picture, tom, in_it=False, took_it=True, by=cast.ana)
    browser = signed_in(cast.ana)
    page = pressed(browser, story)
    assert page.count(f'name="as" value="{leaves[1].pk}"') == page.count('name="as"') == 1
    answers, links = Answer.objects.count(), ConsentLink.objects.count()
    page = followed(browser, act(browser, story, "contact_sheet_naming", page, *leaves, **{"as": leaves[1].pk}), story)
    named = Involvement.objects.filter(picture=leaves[2].picture)
    assert [(one.person, one.in_it, one.took_it, one.for_baby) for one in named] == [(mika, True, False, False)]
    assert Involvement.objects.filter(picture=leaves[1].picture).count() == 2
    assert (Answer.objects.count(), ConsentLink.objects.count()) == (answers, links)
    assert not ListComplete.objects.filter(picture=leaves[2].picture).exists()
    assert "They’re named." in page


def test_describe_next_leads_to_the_first_that_needs_words(cast, signed_in, story, leaves):
    browser = signed_in(cast.ana)
    page = pressed(browser, story)
    for ticked, first in (([], leaves[1]), ([leaves[2]], leaves[2]), (leaves, leaves[1]), ([leaves[0]], leaves[0])):
        answer = act(browser, story, "contact_sheet_next", page, *ticked)
        assert answer["Location"] == reverse("family:photograph", args=[first.pk])


def test_an_act_without_a_tick_changes_nothing_and_says_so(cast, signed_in, story, leaves):
    browser = signed_in(cast.ana)
    page = pressed(browser, story)
    for name in ("contact_sheet_placing", "contact_sheet_naming"):
        page = followed(browser, act(browser, story, name, page), story)
        assert "Nothing was chosen, so nothing changed." in page
        assert on_sheet(page) == [leaf.pk for leaf in leaves]


def test_a_quarter_hour_later_an_act_is_done_and_all_is_covered(cast, signed_in, story, leaves, monkeypatch):
    browser = signed_in(cast.ana)
    page = pressed(browser, story)
    now = tickets._clock
    monkeypatch.setattr(tickets, "_clock", lambda: now() + COVERED_AFTER.total_seconds())
    answer = act(browser, story, "contact_sheet_placing", page, leaves[1], after=entry(story).pk)
    assert unsigned(answer["Location"]) == reverse("family:photographs", args=[story.pk]) + "?said=several-placed"
    assert Placement.objects.filter(leaf=leaves[1]).exists()


def test_the_press_of_one_shows_nothing_to_another_account(cast, signed_in, story, leaves):
    ana, ben = signed_in(cast.ana), signed_in(cast.ben)
    page = pressed(ana, story)
    addresses = ADDRESS.findall(page)
    ana.post(sheet_of(story))
    ben.cookies["visit"], ben.cookies["ticket"] = ana.cookies["visit"].value, ana.cookies["ticket"].value
    assert ben.get(sheet_of(story)).status_code == 303
    answer = act(ben, story, "contact_sheet_placing", page, leaves[1], after=entry(story).pk)
    assert unsigned(answer["Location"]).startswith(reverse("family:photographs", args=[story.pk]))
    assert signed_in(cast.ben).get(addresses[0]).status_code == 404


def test_a_changed_list_in_the_form_shows_nothing(cast, signed_in, story, leaves):
    browser = signed_in(cast.ana)
    page = pressed(browser, story)
    for shown in ("", "form.1.1._w", form_on(page)[:-2] + "__", browser.cookies["visit"].value):
        sent = {"shown": shown, "photograph": [leaves[1].pk], "after": entry(story).pk}
        answer = browser.post(reverse("family:contact_sheet_placing", args=[story.pk]), sent)
        assert unsigned(answer["Location"]).startswith(reverse("family:photographs", args=[story.pk]))


def test_photographs_of_another_story_are_neither_shown_nor_moved(cast, signed_in, story, leaves):
    other = writing.begin_story(cast.family, by=cast.ana)
    theirs = arrived_photograph(cast, other)
    browser = signed_in(cast.ana)
    page = pressed(browser, story)
    assert theirs.pk not in on_sheet(page)
    page = followed(browser, act(browser, story, "contact_sheet_placing", page, theirs, after=entry(story).pk), story)
    assert not Placement.objects.filter(leaf=theirs).exists()
    answer = act(browser, story, "contact_sheet_placing", page, leaves[1], after=entry(other).pk)
    assert "It can’t have that place." in followed(browser, answer, story)
    assert browser.post(reverse("family:contact_sheet_placing", args=[other.pk]), {"shown": form_on(page)})["Location"]


def test_several_are_taken_out_of_the_story_at_once(cast, signed_in, story, leaves):
    browser = signed_in(cast.ben)
    page = pressed(browser, story)
    page = followed(browser, act(browser, story, "contact_sheet_placing", page, *leaves, after="nothing"), story)
    assert "They’re out of the story." in page
    assert on_sheet(page) == [leaf.pk for leaf in leaves]
    assert not Placement.objects.exists()


@pytest.mark.parametrize("after", ["", "x", "999999", "photograph-999999", "photograph-"])
def test_a_place_that_is_not_there_is_404(cast, signed_in, story, leaves, after):
    browser = signed_in(cast.ana)
    page = pressed(browser, story)
    assert act(browser, story, "contact_sheet_placing", page, leaves[1], after=after).status_code == 404
    assert not Placement.objects.filter(leaf=leaves[1]).exists()


def test_every_button_of_the_sheet_is_in_one_form_of_ours(cast, signed_in, story, leaves):
    (form,) = [one for one in forms_on(pressed(signed_in(cast.ana), story)) if "small" in one.action]
    assert form.method == "post"
    assert [name for name, _value in form.fields] == ["csrfmiddlewaretoken", "shown"]


def test_a_place_taken_out_meanwhile_is_said_on_the_sheet(cast, signed_in, story, leaves):
    """Somebody took the other photograph out while the sheet was open: the same photographs stay in sight."""
    browser, (first, second) = signed_in(cast.ana), leaves[:2]
    placing.place(second, entry(story), by=cast.ana)
    page = pressed(browser, story)
    placing.take_out(second, by=cast.ben)
    answer = act(browser, story, "contact_sheet_placing", page, first, after=f"photograph-{second.pk}")
    assert "said=not-placed" in unsigned(answer["Location"])
    assert first.pk in on_sheet(followed(browser, answer, story))
    assert not Placement.objects.filter(leaf=second).exists()
