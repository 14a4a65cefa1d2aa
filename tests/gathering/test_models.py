"""Envelopes: what is written about them is sealed, and is deleted with what it belongs to."""

import pytest

from held.gathering.models import Envelope, Sent
from held.keyring.words import KeyGone, destroy_key
from held.pictures import removal
from tests import cast as people
from tests.enveloped import PURPOSE, an_envelope, arrived_in


@pytest.fixture
def envelope(cast):
    return an_envelope(people.write_story(cast), cast.ana)[0]


def test_words_about_an_envelope_are_stored_sealed(envelope):
    arrived_in(envelope, name="Noor.heic")
    rows = [*Envelope.objects.values(), *Sent.objects.values()]
    kept = " ".join(str(value) for row in rows for value in row.values())
    for word in ("Nele", PURPOSE, "Noor.heic"):
        assert word not in kept
    assert envelope.read() == {"called": "Nele", "purpose": PURPOSE}


def test_what_a_sender_says_goes_for_good_with_the_photograph(envelope):
    sent = arrived_in(envelope)
    destroy_key(sent.picture.key)
    with pytest.raises(KeyGone):
        sent.read()


def test_a_destroyed_photo_is_in_no_envelope(cast, envelope):
    sent = arrived_in(envelope)
    removal.remove(sent.picture, by=cast.ana)
    assert removal.destroy(sent.picture, by=cast.ana)
    assert not Sent.objects.exists()
    assert Envelope.objects.get().arrived == 1


def test_a_story_takes_its_envelopes_along(envelope):
    arrived_in(envelope)
    envelope.story.delete()
    assert not Envelope.objects.exists()
    assert not Sent.objects.exists()
