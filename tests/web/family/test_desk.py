"""The desk: the family's stories and who may read each."""

from django.urls import reverse

from held.publishing import publication
from held.publishing.restored import closed_by_restore
from held.stories import writing
from held.stories.models import Publication, Story
from held.stories.writing import OpenForm
from tests import cast as people

DESK = reverse("family:desk")


def test_the_desk_names_each_story_and_who_may_read_it(cast, signed_in, story):
    page = signed_in(cast.ben).get(DESK).content.decode()
    assert people.TITLE in page
    assert "Only you and your family" in page
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert "Anyone with the link" in signed_in(cast.ben).get(DESK).content.decode()
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana)
    assert "Everyone" in signed_in(cast.ben).get(DESK).content.decode()


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
