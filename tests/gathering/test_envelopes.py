"""A link for one named person: with a limit, always with an end, and stored nowhere."""

from datetime import timedelta

import pytest

from held.gathering import envelopes
from held.gathering.models import Envelope, Sent
from held.history.models import AuditEntry
from held.lib.clock import now
from held.lib.idempotency.used_forms import FormUsedBefore
from tests import cast as people
from tests.enveloped import an_envelope, arrived_in


@pytest.fixture
def story(cast):
    return people.write_story(cast)


def test_each_has_a_link_of_its_own_and_only_its_hash_is_kept(cast, story):
    _one, first = an_envelope(story, cast.ana)
    _two, second = an_envelope(story, cast.ben)
    assert first != second
    kept = " ".join(str(value) for row in Envelope.objects.values() for value in row.values())
    assert first not in kept
    assert second not in kept


def test_a_form_that_arrives_twice_makes_one_link(cast, story):
    first, second = (an_envelope(story, cast.ana, once="form") for _ in range(2))
    assert (first[0].pk, first[1]) == (second[0].pk, second[1])
    assert an_envelope(story, cast.ben, once="form")[0].pk != first[0].pk


def test_a_form_whose_link_has_ended_makes_it_no_second_time(cast, story):
    envelope, _token = an_envelope(story, cast.ana, once="form")
    envelopes.end_envelope(envelope, by=cast.ben)
    with pytest.raises(FormUsedBefore):
        an_envelope(story, cast.ana, once="form")


def test_the_measure_of_an_envelope_has_a_measure_itself(cast, story):
    asked = envelopes.Asked("Nele", "", most_pictures=100_000, lasts=timedelta(days=1))
    envelope, _token = envelopes.make_envelope(story, asked, by=cast.ana)
    assert (envelope.most_pictures, envelope.most_bytes) == (envelopes.MOST_PICTURES, envelopes.MOST_BYTES)
    assert an_envelope(story, cast.ana, most=2)[0].most_bytes == 120_000_000


def test_ended_it_stays_ended_and_what_came_stays(cast, story):
    envelope, _token = an_envelope(story, cast.ana)
    arrived_in(envelope)
    envelopes.end_envelope(envelope, by=cast.ben)
    ended_at = Envelope.objects.get().ends_at
    envelopes.end_envelope(envelope, by=cast.ana)
    assert Envelope.objects.get().ends_at == ended_at <= now()
    assert Sent.objects.count() == 1
    assert AuditEntry.objects.filter(action="envelope.ended").count() == 1


def test_after_a_restore_every_link_has_ended(cast, story):
    an_envelope(story, cast.ana)
    an_envelope(story, cast.ben)
    envelopes.end_every_envelope()
    assert not Envelope.objects.filter(ends_at__gt=now()).exists()
