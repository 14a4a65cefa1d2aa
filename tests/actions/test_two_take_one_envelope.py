"""A sender takes back what a parent takes out, or another sends, at the same moment: one wins, and none is lost."""

from functools import partial

import pytest

from held.actions import taking_back, taking_out
from held.gathering import sending
from held.gathering.models import Envelope, Sent
from held.keyring.text import key_is_destroyed
from held.pictures.models import Picture
from held.pictures.recognising import NotKept
from held.stories.models import Leaf
from tests import cast as people
from tests.consent.test_two_at_once import at_once
from tests.enveloped import an_arrival, an_envelope, arrived_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
ROUNDS = 6


@pytest.fixture
def cast():
    return people.assemble()


@pytest.fixture
def story(cast):
    return people.write_story(cast)


def outcome(act):
    """What it returned, or the refusal that it raised."""
    try:
        return act()
    except (taking_back.TakenOut, taking_back.NotThere, taking_out.TakenBack, NotKept) as refusal:
        return refusal


def test_of_taking_out_and_taking_back_exactly_one_wins(cast, story):
    envelope, _token = an_envelope(story, cast.ana, most=ROUNDS)
    for hue in range(ROUNDS):
        sent = arrived_in(envelope, hue=hue)
        out, back = at_once(
            partial(outcome, partial(taking_out.take_out, sent, by=cast.ana)),
            partial(outcome, partial(taking_back.take_back, sent.pk)),
        )
        assert isinstance(out, Leaf) == isinstance(back, taking_back.TakenOut), (out, back)
        assert isinstance(out, taking_out.TakenBack) == (back is None), (out, back)
        assert isinstance(out, Leaf) != key_is_destroyed(sent.picture.key)
        assert Leaf.objects.filter(picture=sent.picture_id).exists() == isinstance(out, Leaf)


def test_of_two_presses_on_one_button_one_takes_it_back(cast, story):
    envelope, _token = an_envelope(story, cast.ana, most=ROUNDS)
    for hue in range(ROUNDS):
        sent = arrived_in(envelope, hue=hue)
        both = at_once(*[partial(outcome, partial(taking_back.take_back, sent.pk))] * 2)
        assert sorted(one is None for one in both) == [False, True]
        assert Envelope.objects.get().arrived == 0


def test_what_another_sends_at_the_same_moment_is_never_lost(cast, story):
    envelope, _token = an_envelope(story, cast.ana, most=ROUNDS)
    other, _token = an_envelope(story, cast.ben, most=ROUNDS)
    for hue in range(ROUNDS):
        sent = arrived_in(envelope, hue=hue)
        arrived = an_arrival(other, hue=hue)
        came, back = at_once(
            partial(outcome, partial(sending.recognise, other, sent.picture, arrived.name)),
            partial(outcome, partial(taking_back.take_back, sent.pk)),
        )
        assert back is None
        if isinstance(came, Sent):
            assert came.read() == {"name": arrived.name}
            assert Picture.objects.filter(pk=sent.picture_id, lookup=arrived.lookup).exists()
        else:
            assert key_is_destroyed(sent.picture.key)
