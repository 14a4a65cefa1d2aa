"""What somebody sends by their link: kept within its limit, recognized silently, not yet a leaf of the story."""

from datetime import timedelta

import pytest

from held.gathering import envelopes, sending
from held.gathering.models import Envelope, Sent
from held.history.models import AuditEntry
from held.jail import developing
from held.lib.clock import now
from held.pictures import intake
from held.pictures.models import Picture
from held.pictures.recognising import NotKept, Why
from held.publishing import placing
from held.stories.models import Leaf
from tests import cast as people
from tests.drawn import drawn_png
from tests.enveloped import an_arrival, an_envelope, arrived_in
from tests.photographs import arrived_photograph


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def envelope(cast, story):
    return an_envelope(story, cast.ana, most=2)[0]


def lies_in_the_vault(settings) -> list:
    return [path for path in settings.HELD_PHOTOGRAPHS.rglob("*") if path.is_file()]


def test_it_arrives_bit_for_bit_and_is_no_leaf_of_the_story(story, envelope):
    sent = sending.receive(envelope, an_arrival(envelope, name="Noor.heic")).sent
    assert sent.read() == {"name": "Noor.heic"}
    assert (sent.number, sent.leaf, sent.picture.by) == (1, None, None)
    assert not Leaf.objects.filter(story=story, kind=Leaf.Kind.PHOTOGRAPH).exists()
    envelope.refresh_from_db()
    assert (envelope.arrived, envelope.arrived_bytes) == (1, len(drawn_png(hue=300)))
    assert set(
        AuditEntry.objects.filter(action__in=("picture.arrived", "sent.arrived")).values_list("by", flat=True)
    ) == {"contributor"}


def test_the_same_file_sent_again_is_one(envelope):
    first = sending.receive(envelope, an_arrival(envelope)).sent
    again = sending.receive(envelope, an_arrival(envelope)).sent
    assert again.pk == first.pk
    assert Envelope.objects.get().arrived == 1


def test_a_file_that_two_send_in_the_same_moment_is_kept_once(cast, story, envelope, settings):
    other, _token = an_envelope(story, cast.ben)
    two = an_arrival(envelope), an_arrival(other)
    one, another = sending.receive(envelope, two[0]).sent, sending.receive(other, two[1]).sent
    assert one.picture == another.picture
    assert (one.read(), another.read()) == ({"name": "IMG_9.HEIC"},) * 2
    assert Picture.objects.count() == 1
    named = {one.picture.original, *(path.name for path in lies_in_the_vault(settings))}
    assert len(named) == len(lies_in_the_vault(settings))


@pytest.mark.parametrize("removed", [False, True])
def test_a_photo_the_family_has_is_accepted_like_any_other(cast, story, envelope, removed):
    leaf = arrived_photograph(cast, story)
    if removed:
        placing.remove(leaf, by=cast.ana)
    sent = sending.receive(envelope, an_arrival(envelope, hue=0, name="theirs.png")).sent
    assert sent.read() == {"name": "theirs.png"}
    assert sent.leaf == leaf
    assert Picture.objects.count() == 1
    assert Envelope.objects.get().arrived == 1


def test_a_full_envelope_stores_no_further_photo(envelope, settings):
    for hue in (1, 2):
        arrived_in(envelope, hue=hue)
    before = lies_in_the_vault(settings)
    with pytest.raises(sending.Full):
        sending.receive(envelope, an_arrival(envelope, hue=3))
    assert lies_in_the_vault(settings) == before
    assert (Sent.objects.count(), Picture.objects.count()) == (2, 2)


def test_a_full_envelope_still_knows_what_it_received(envelope, settings):
    first, _ = (arrived_in(envelope, hue=hue) for hue in (1, 2))
    before = lies_in_the_vault(settings)
    assert sending.receive(envelope, an_arrival(envelope, hue=1)).sent.pk == first.pk
    assert lies_in_the_vault(settings) == before


def test_a_full_envelope_refuses_a_photo_the_family_has(cast, story, envelope):
    arrived_photograph(cast, story)  # drawn with hue 0
    for hue in (1, 2):
        arrived_in(envelope, hue=hue)
    for hue in (0, 3):
        with pytest.raises(sending.Full):
            sending.receive(envelope, an_arrival(envelope, hue=hue))


def test_a_photo_unreadable_after_storing_is_not_accepted(envelope, monkeypatch, settings):
    monkeypatch.setattr(sending, "is_whole", lambda _picture: False)
    with pytest.raises(NotKept) as refused:
        sending.receive(envelope, an_arrival(envelope))
    assert refused.value.why is Why.LOST
    assert not Picture.objects.exists()
    assert not lies_in_the_vault(settings)


def test_beyond_its_bytes_nothing_is_kept(envelope):
    Envelope.objects.update(most_bytes=len(drawn_png(hue=1)) + 10)
    envelope.refresh_from_db()
    arrived_in(envelope, hue=1)
    with pytest.raises(sending.Full):
        sending.receive(envelope, an_arrival(envelope, hue=2))
    assert Picture.objects.count() == 1


def test_ended_while_one_is_on_its_way_it_is_not_kept(cast, envelope, settings, monkeypatch):
    arrived, real = an_arrival(envelope), intake.develop

    def end_meanwhile(one):
        envelopes.end_envelope(envelope, by=cast.ana)
        return real(one)

    monkeypatch.setattr(intake, "develop", end_meanwhile)
    with pytest.raises(sending.Ended):
        sending.receive(envelope, arrived)
    assert not Picture.objects.exists()
    assert not lies_in_the_vault(settings)


def test_after_its_end_nothing_is_even_opened(envelope, settings, monkeypatch):
    arrived = an_arrival(envelope)
    envelope.ends_at = now() - timedelta(seconds=1)
    monkeypatch.setattr(developing, "develop", None)
    with pytest.raises(sending.Ended):
        sending.receive(envelope, arrived)
    assert not lies_in_the_vault(settings)


def test_with_the_jail_closed_no_part_of_a_photo_stays(envelope, settings, monkeypatch):
    def closed(_source):
        raise developing.Closed

    monkeypatch.setattr(developing, "develop", closed)
    with pytest.raises(developing.Closed):
        sending.receive(envelope, an_arrival(envelope))
    assert not lies_in_the_vault(settings)
    assert Envelope.objects.get().arrived == 0


def test_what_they_say_of_one_can_be_said_later_and_otherwise(envelope):
    sent = arrived_in(envelope)
    first, second = {"took": "Grandpa", "who": "Ana and Noor"}, {"took": "I did", "who": ""}
    sending.say(sent.pk, first, fingerprint=sending.fingerprint_of({}))
    sending.say(sent.pk, second, fingerprint=sending.fingerprint_of(first))
    assert Sent.objects.get().read() == {"name": "IMG_9.HEIC", **second}
    assert set(AuditEntry.objects.filter(action="sent.said").values_list("by", flat=True)) == {"contributor"}


def test_a_page_that_is_old_covers_no_newer_words(envelope):
    sent = arrived_in(envelope)
    nothing = sending.fingerprint_of({})
    sending.say(sent.pk, {"took": "Grandpa", "who": ""}, fingerprint=nothing)
    with pytest.raises(sending.SaidMeanwhile):
        sending.say(sent.pk, {"took": "", "who": "Noor"}, fingerprint=nothing)
    assert Sent.objects.get().read()["took"] == "Grandpa"
    sending.say(sent.pk, {"took": "Grandpa", "who": ""}, fingerprint=nothing)
