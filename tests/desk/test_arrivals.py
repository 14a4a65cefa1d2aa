"""Photographs that nobody has described yet can be told apart by how they arrived."""

from dataclasses import replace

import pytest
from django.urls import reverse

from held.actions.taking_out import take_out
from held.desk.album import album
from held.desk.arrivals import with_arrivals
from held.families.models import Member
from held.keyring.text import destroy_key
from held.pictures.models import Picture
from held.publishing import placing
from held.stories import writing
from tests import cast as people
from tests.enveloped import an_envelope, arrived_in
from tests.photographs import SHOWS, arrived_photograph, photograph


@pytest.fixture
def story(cast):
    return people.write_story(cast)


def test_the_list_says_who_sent_a_photo_and_when(cast, signed_in, story):
    first, second = (arrived_photograph(cast, story).picture for _ in range(2))
    Picture.objects.filter(pk=first.pk).update(arrived_at=second.arrived_at.replace(year=2026, month=3, day=3))
    page = signed_in(cast.ben).get(reverse("family:photographs", args=[story.pk])).content.decode()
    assert "Sent by Ana, 3 March 2026, " in page
    assert page.count("Sent by Ana, ") == 2
    assert "hills-" not in page


def test_only_the_sender_sees_the_name_of_the_file(cast, signed_in, story):
    arrived_photograph(cast, story)
    sent_by_nele = arrived_in(an_envelope(story, cast.ana)[0], name="IMG_77.HEIC")
    take_out(sent_by_nele, by=cast.ana)
    ida = people.friend(cast, "Ida", Member.Role.HELPER)
    where = reverse("family:photographs", args=[story.pk])
    assert "hills-0.png" in signed_in(cast.ana).get(where).content.decode()
    for account in (cast.ana, cast.ben, ida):
        page = signed_in(account).get(where).content.decode()
        assert ("hills-" in page) == (account == cast.ana)
        assert "IMG_77" not in page


def test_the_name_stays_until_the_description_is_enough(cast, signed_in, story):
    leaf, browser, form = arrived_photograph(cast, story), signed_in(cast.ana), writing.OpenForm()
    where = reverse("family:photographs", args=[story.pk])
    for shows, is_named in (("Three hills.", True), (SHOWS, False)):
        form = replace(form, based_on=writing.save(leaf, {"shows": shows}, form=form, by=cast.ana)[0].pk)
        page = browser.get(where).content.decode()
        assert shows in page
        assert ("hills-0.png" in page) == is_named


def test_a_file_name_goes_with_the_photographs_key(cast, signed_in, story):
    leaf = arrived_photograph(cast, story)
    destroy_key(leaf.picture.key)
    assert "hills-" not in signed_in(cast.ana).get(reverse("family:photographs", args=[story.pk])).content.decode()
    assert b"hills-" not in bytes(Picture.objects.values_list("sealed_name", flat=True).get())


def test_once_described_its_words_say_enough(cast, signed_in, story):
    photograph(cast, story)
    page = signed_in(cast.ben).get(reverse("family:photographs", args=[story.pk])).content.decode()
    assert SHOWS in page
    assert "Sent by" not in page


def test_a_name_that_does_not_open_stops_nothing(cast, story):
    arrived_photograph(cast, story)
    destroy_key(cast.ana.key)
    [(_one, arrival)] = with_arrivals(album(story), cast.ana)
    assert arrival.by == ""


def test_nothing_is_told_of_one_that_is_removed(cast, story):
    placing.remove(arrived_photograph(cast, story), by=cast.ana)
    assert [arrival for _one, arrival in with_arrivals(album(story), cast.ana)] == [None]
