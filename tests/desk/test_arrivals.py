"""Photographs that nobody has described yet can be told apart by how they arrived."""

import pytest
from django.urls import reverse

from held.desk.album import album
from held.desk.arrivals import with_arrivals
from held.keyring.words import destroy_key
from held.pictures.models import Picture
from held.publishing import placing
from tests import cast as people
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


def test_once_described_its_words_say_enough(cast, signed_in, story):
    photograph(cast, story)
    page = signed_in(cast.ben).get(reverse("family:photographs", args=[story.pk])).content.decode()
    assert SHOWS in page
    assert "Sent by" not in page


def test_a_name_that_does_not_open_stops_nothing(cast, story):
    arrived_photograph(cast, story)
    destroy_key(cast.ana.key)
    [(_one, arrival)] = with_arrivals(album(story))
    assert arrival.by == ""


def test_nothing_is_told_of_one_that_is_removed(cast, story):
    placing.remove(arrived_photograph(cast, story), by=cast.ana)
    assert [arrival for _one, arrival in with_arrivals(album(story))] == [None]
