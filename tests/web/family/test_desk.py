"""The desk: the family's stories and who may read each."""

import re

from django.urls import reverse

from held.families.models import Member
from held.publishing import publication
from held.publishing.restored import closed_by_restore
from held.stories import writing
from held.stories.models import Leaf, Publication, Story, Version
from held.stories.writing import OpenForm
from tests import cast as people
from tests.counting import counting

DESK = reverse("family:desk")


def test_the_desk_names_each_story_and_who_may_read_it(cast, signed_in, story):
    page = signed_in(cast.ben).get(DESK).content.decode()
    assert people.TITLE in page
    assert "Only your family can read it." in page
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert "Anyone with the link can read it." in signed_in(cast.ben).get(DESK).content.decode()
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana)
    assert "Everyone can read it." in signed_in(cast.ben).get(DESK).content.decode()


def test_another_family_does_not_see_it(cast, signed_in, story):
    assert people.TITLE not in signed_in(cast.otto).get(DESK).content.decode()


def test_the_host_has_no_desk_of_a_family(cast, signed_in, story):
    assert signed_in(cast.hilde).get(DESK).status_code == 404


def test_the_desk_sends_a_stranger_to_the_entrance(cast, anyone):
    assert anyone.get(DESK)["Location"].startswith(reverse("entrance:come_in"))


def test_start_writing_opens_the_page_to_write_on(cast, signed_in):
    answer = signed_in(cast.ana).post(reverse("family:begin"), {"family": cast.family.pk})
    begun = Story.objects.get(family=cast.family)
    essay = writing.essay_of(begun)
    assert (answer.status_code, answer["Location"]) == (303, reverse("family:leaf", args=[essay.pk]))


def test_an_untouched_story_is_opened_again_by_its_writer(cast, signed_in):
    def start(who):
        return signed_in(who).post(reverse("family:begin"), {"family": cast.family.pk})["Location"]

    first = start(cast.ana)
    assert start(cast.ana) == first
    assert start(cast.ben) != first
    begun = Story.objects.get(made_by=cast.ana)
    writing.save(writing.essay_of(begun), {"body": "Her first words"}, form=OpenForm(), by=cast.ben)
    assert start(cast.ana) != first
    photographed = Story.objects.filter(made_by=cast.ana).latest("pk")
    Story.objects.filter(pk=photographed.pk).update(photographs=1)
    assert start(cast.ana) != reverse("family:leaf", args=[writing.essay_of(photographed).pk])


def test_nobody_begins_a_story_in_another_family(cast, signed_in):
    assert signed_in(cast.otto).post(reverse("family:begin"), {"family": cast.family.pk}).status_code == 404
    assert signed_in(cast.otto).post(reverse("family:begin"), {"family": "x"}).status_code == 404
    assert not Story.objects.exists()


def test_the_desk_mentions_a_restore_until_a_story_is_opened(cast, signed_in, story):
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    publication.take_back(story, by=cast.ana)
    told = "was restored from a backup"
    assert told not in signed_in(cast.ana).get(DESK).content.decode()
    closed_by_restore()
    assert told in signed_in(cast.ana).get(DESK).content.decode()
    assert told not in signed_in(cast.otto).get(DESK).content.decode()
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert told not in signed_in(cast.ana).get(DESK).content.decode()


def test_the_desk_offers_a_key_to_a_parent_without_one(cast, signed_in):
    assert "Make a key" in signed_in(cast.ana).get(DESK).content.decode()


def test_what_the_desk_says_of_readers_is_true_for_each_circle(cast, signed_in, story):
    nobody = ("Nobody outside", "Only your family")
    assert any(words in signed_in(cast.ana).get(DESK).content.decode() for words in nobody)
    for circle, said in (("NAMED", "People you name"), ("LINK", "Anyone with the link"), ("EVERYONE", "Everyone")):
        people.open_to(story, Publication.Circle[circle], by=cast.ana)
        page = signed_in(cast.ana).get(DESK).content.decode()
        assert f"{said} can read it." in page
        assert not any(words in page for words in nobody), circle


def test_one_tap_leads_back_to_what_was_written_last(cast, signed_in, story):
    entry = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    people.write_story(cast, title="Written before", body="Other words")
    writing.save(entry, {"title": "The quince", "body": "People ask less."}, form=OpenForm(), by=cast.ana)
    page = signed_in(cast.ben).get(DESK).content.decode()
    leaf = page.split('class="leaf-card"')[1].split("</section>")[0]
    assert "<i>The quince</i><br>People ask less." in leaf
    assert leaf.count("button-main") == page.count("button-main") == 1
    assert re.search(rf'button-main" href="/family/leaves/{entry.pk}/">\s*Keep writing', leaf)
    assert "Written before" in page.split('class="section others"')[1]


def test_words_that_do_not_open_are_told_on_the_desk(cast, signed_in, story):
    Version.objects.update(sealed=b"HLD1" + bytes(60))
    page = signed_in(cast.ana).get(DESK).content.decode()
    assert "We can’t open these words just now." in page
    assert "Keep writing" in page


def test_a_helper_is_not_offered_what_parents_decide(cast, signed_in, story):
    decides = reverse("family:circle", args=[story.pk])
    assert decides in signed_in(cast.ana).get(DESK).content.decode()
    ida = people.friend(cast, "Ida", Member.Role.HELPER)
    assert decides not in signed_in(ida).get(DESK).content.decode()


def test_more_stories_cost_the_desk_no_more_statements(cast, signed_in, story):
    ana = signed_in(cast.ana, key=True)
    ana.get(DESK)
    with counting() as one:
        ana.get(DESK)
    for number in range(4):
        people.open_to(people.write_story(cast, title=f"Story {number}"), Publication.Circle.LINK, by=cast.ana)
    with counting() as five:
        page = ana.get(DESK).content.decode()
    assert "Story 0" in page
    assert five.statements == one.statements
