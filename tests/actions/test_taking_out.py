"""Taken out of the envelope, one at a time: from then on a leaf of the story, and still shown to nobody."""

import pytest

from held.actions import taking_out
from held.desk.album import album
from held.gathering.models import Sent
from held.stories.models import Leaf, PublishedVersion
from tests import cast as people
from tests.enveloped import an_envelope, arrived_in
from tests.photographs import arrived_photograph


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def sent(cast, story):
    return arrived_in(an_envelope(story, cast.ana)[0])


def test_this_one_and_no_other_becomes_a_leaf(cast, story, sent):
    arrived_in(sent.envelope, hue=301)
    leaf = taking_out.take_out(sent, by=cast.ben)
    assert [one.leaf for one in album(story)] == [leaf]
    assert (leaf.number, leaf.author, leaf.current) == (1, cast.ben, None)
    assert list(Sent.objects.order_by("number").values_list("leaf", flat=True)) == [leaf.pk, None]
    assert not PublishedVersion.objects.exists()


def test_taking_a_photo_out_twice_makes_one_leaf(cast, sent):
    first, second = (taking_out.take_out(sent, by=account) for account in (cast.ana, cast.ben))
    assert first == second
    assert Leaf.objects.filter(kind=Leaf.Kind.PHOTOGRAPH).count() == 1


def test_what_two_people_sent_is_taken_out_of_both(cast, story, sent):
    other, _token = an_envelope(story, cast.ben)
    Sent.objects.create(envelope=other, picture=sent.picture, number=1, sealed=b"")
    leaf = taking_out.take_out(sent, by=cast.ana)
    assert set(Sent.objects.values_list("leaf", flat=True)) == {leaf.pk}


def test_what_the_family_sends_too_waits_no_longer(cast, story, sent):
    leaf = taking_out.take_out_what_we_sent_too(story, sent.picture, by=cast.ben)
    assert Sent.objects.get().leaf == leaf
    assert taking_out.take_out_what_we_sent_too(story, sent.picture, by=cast.ben) is None


def test_numbers_of_the_album_go_on_after_those_that_were_there(cast, story, sent):
    arrived_photograph(cast, story)
    assert taking_out.take_out(sent, by=cast.ana).number == 2
