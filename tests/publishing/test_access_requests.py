"""Somebody who was not named asks to read: stored once, sealed, answered by one person, closed in silence."""

import uuid

import pytest

from held.publishing import access_requests, named_readers
from held.publishing.models import AccessRequest, NamedReader
from tests import cast as people

GIVEN = {"name": "Omar", "words": "We worked together.", "reach": "the house beside"}


@pytest.fixture
def story(cast):
    return people.write_story(cast)


def requested(story, form: uuid.UUID | None = None) -> AccessRequest:
    return AccessRequest.objects.get(pk=access_requests.request_access(story.pk, form or uuid.uuid4(), GIVEN))


@pytest.fixture
def came(story):
    return requested(story)


def test_what_was_written_is_kept_sealed(came):
    assert came.read() == GIVEN
    kept = " ".join(str(value) for row in AccessRequest.objects.values() for value in row.values())
    assert not [word for word in ("Omar", "worked", "beside") if word in kept]


def test_a_form_that_arrives_twice_is_one_asking(story, came):
    assert access_requests.request_access(story.pk, came.pk, GIVEN) == came.pk
    assert AccessRequest.objects.count() == 1


def test_sent_once_more_after_going_back_the_newer_words_count(story, came):
    access_requests.request_access(story.pk, came.pk, GIVEN | {"reach": "555"})
    assert AccessRequest.objects.get().read()["reach"] == "555"


def test_a_form_that_was_answered_is_another_asking(cast, story, came):
    access_requests.let_in(came, by=cast.ana)
    named_readers.take_name_back(NamedReader.objects.get(), by=cast.ana)
    again = requested(story, came.pk)
    assert again.pk != came.pk
    assert access_requests.let_in(again, by=cast.ana)


def test_beyond_so_many_none_is_kept_until_some_were_answered(cast, story):
    waiting = [requested(story) for _ in range(access_requests.MOST)]
    with pytest.raises(access_requests.TooManyWait):
        requested(story)
    access_requests.let_in(waiting[0], by=cast.ana)
    requested(story)


def test_a_form_of_another_story_is_not_mistaken(cast, came):
    other = people.write_story(cast)
    assert access_requests.request_access(other.pk, came.pk, GIVEN) != came.pk
    assert AccessRequest.objects.filter(story=other).count() == 1


def test_let_in_they_are_named_by_a_link_that_can_be_shown_again(cast, came):
    named, token = access_requests.let_in(came, by=cast.ana)
    assert named.name == "Omar"
    assert access_requests.let_in(came, by=cast.ana) == (named, token)
    assert NamedReader.objects.count() == 1


def test_answered_by_one_nobody_else_makes_a_second_link(cast, came):
    access_requests.let_in(came, by=cast.ana)
    with pytest.raises(access_requests.AnsweredAlready):
        access_requests.let_in(came, by=cast.ben)


def test_dismissing_a_request_keeps_the_named_reader(cast, came):
    named, _token = access_requests.let_in(came, by=cast.ana)
    with pytest.raises(access_requests.LetInSince):
        access_requests.put_away(came, by=cast.ben, seen_let_in=False)
    access_requests.put_away(came, by=cast.ben, seen_let_in=True)
    assert NamedReader.objects.get() == named
    assert not AccessRequest.objects.exists()


def test_a_link_taken_back_takes_its_asking_along(cast, came):
    named, _token = access_requests.let_in(came, by=cast.ana)
    named_readers.take_name_back(named, by=cast.ana)
    assert not AccessRequest.objects.exists()
