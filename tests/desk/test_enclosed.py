"""What envelopes contain, in words only."""

from datetime import timedelta

import pytest

from held.actions.taking_out import take_out
from held.desk.album import album
from held.desk.enclosed import envelope_on_desk, envelopes_on_desk, said_of, waiting_in
from held.gathering import sending
from held.gathering.models import Envelope
from held.keyring.text import destroy_key
from held.lib.clock import now
from held.stories.models import Leaf
from tests import cast as people
from tests.enveloped import PURPOSE, an_envelope, arrived_in


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def envelope(cast, story):
    return an_envelope(story, cast.ana)[0]


def test_it_says_from_whom_what_for_and_how_many_wait(cast, envelope):
    sent = [arrived_in(envelope, hue=hue) for hue in (1, 2, 3)]
    take_out(sent[1], by=cast.ana)
    found = envelope_on_desk(Envelope.objects.get())
    assert (found.called, found.purpose, found.waiting, found.row.arrived) == ("Nele", PURPOSE, 2, 3)
    assert not found.ended
    assert [one.number for one in waiting_in(envelope)] == [1, 3]


def test_after_its_last_day_it_has_ended_and_goes_on_holding_what_came(envelope):
    arrived_in(envelope)
    Envelope.objects.update(ends_at=now() - timedelta(minutes=1))
    (found,) = envelopes_on_desk(Envelope.objects.all())
    assert found.ended
    assert found.waiting == 1


def test_a_senders_words_stay_with_the_photo_taken_out(cast, story, envelope):
    sent = arrived_in(envelope)
    sending.say(sent.pk, {"took": "Grandpa", "who": "Ana"}, fingerprint=sending.fingerprint_of({}))
    (waiting,) = waiting_in(envelope)
    assert (waiting.took, waiting.who) == ("Grandpa", "Ana")
    assert said_of(Leaf.objects.filter(story=story)) == {}
    take_out(sent, by=cast.ana)
    ((said,),) = said_of(Leaf.objects.filter(story=story)).values()
    assert (said.called, said.took, said.who) == ("Nele", "Grandpa", "Ana")
    assert album(story)[0].came_from == (said,)


def test_what_does_not_open_is_told_and_stops_nothing(story, envelope):
    sent = arrived_in(envelope)
    destroy_key(sent.picture.key)
    assert not waiting_in(envelope)[0].opens
    destroy_key(story.key)
    assert not envelope_on_desk(Envelope.objects.select_related("story").get()).opens
