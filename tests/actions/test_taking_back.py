"""A sender takes back one sent by mistake: gone for good at once, and of the two who press at once one wins."""

from collections import Counter

import pytest
from django.conf import settings

from held.actions import taking_back, taking_out
from held.desk.enclosed import envelope_on_desk, waiting_in
from held.gathering import sending
from held.gathering.models import Envelope, Sent
from held.history.models import AuditEntry
from held.keyring.text import key_is_destroyed, new_key, open_ring
from held.pictures import removal, vault
from held.pictures.models import Picture, Removal, Rendition
from held.pictures.recognising import NotKept, Why
from held.stories.models import Leaf
from tests import cast as people
from tests.enveloped import an_arrival, an_envelope, arrived_in
from tests.photographs import arrived_photograph


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def envelope(cast, story):
    return an_envelope(story, cast.ana, most=3)[0]


@pytest.fixture
def sent(envelope):
    return arrived_in(envelope, name="IMG_1.HEIC")


def ours(sent) -> bool:
    """Whether its photograph is still here."""
    return Picture.objects.filter(pk=sent.picture_id).exists()


def test_its_key_its_bytes_and_its_name_are_gone_at_once(sent):
    blobs = [sent.picture.original, *Rendition.objects.filter(picture=sent.picture).values_list("blob", flat=True)]
    taking_back.take_back(sent.pk)
    assert key_is_destroyed(sent.picture.key)  # both the file's name and its bytes were sealed under it
    assert not Sent.objects.exists()
    assert not ours(sent)
    kept = {path.name for path in settings.HELD_PHOTOGRAPHS.rglob("*") if path.is_file()}
    assert not kept & set(blobs)
    assert not Removal.objects.exists()


def test_the_family_only_finds_the_envelope_holds_one_fewer(envelope, sent):
    other = arrived_in(envelope, hue=301)
    taking_back.take_back(sent.pk)
    found = envelope_on_desk(Envelope.objects.get())
    assert (found.waiting, found.row.arrived) == (1, 1)
    assert [one.id for one in waiting_in(envelope)] == [other.pk]


def test_an_envelope_left_empty_looks_as_if_nothing_came(envelope, sent):
    before = envelope_on_desk(an_envelope(envelope.story, envelope.by)[0])
    taking_back.take_back(sent.pk)
    found = envelope_on_desk(Envelope.objects.get(pk=envelope.pk))
    assert (found.waiting, found.row.arrived, found.ended) == (before.waiting, before.row.arrived, before.ended)


def test_one_taken_back_makes_room_for_another(envelope, sent):
    for hue in (301, 302):
        arrived_in(envelope, hue=hue)
    with pytest.raises(sending.Full):
        sending.receive(Envelope.objects.get(), an_arrival(envelope, hue=303))
    taking_back.take_back(sent.pk)
    new = arrived_in(Envelope.objects.get(), hue=303)
    assert Sent.objects.filter(envelope=envelope).count() == 3
    assert new.number == 4  # the number of no other


def test_its_bytes_still_count_so_that_no_link_fills_the_disk(envelope, sent):
    before = Envelope.objects.get().arrived_bytes
    taking_back.take_back(sent.pk)
    assert Envelope.objects.get().arrived_bytes == before


def test_the_same_file_sent_again_is_a_new_photograph(envelope, sent):
    taking_back.take_back(sent.pk)
    again = arrived_in(Envelope.objects.get())
    assert again.picture_id != sent.picture_id
    assert ours(again)


def test_once_the_family_took_it_out_it_stays(cast, sent):
    leaf = taking_out.take_out(sent, by=cast.ana)
    with pytest.raises(taking_back.TakenOut):
        taking_back.take_back(sent.pk)
    assert ours(sent)
    assert Sent.objects.get().leaf == leaf


def test_once_taken_back_nobody_takes_it_out(cast, sent):
    taking_back.take_back(sent.pk)
    with pytest.raises(taking_out.TakenBack):
        taking_out.take_out(sent, by=cast.ana)
    assert not Leaf.objects.filter(kind=Leaf.Kind.PHOTOGRAPH).exists()


def test_taken_back_twice_it_is_gone_once(envelope, sent):
    arrived_in(envelope, hue=301)
    taking_back.take_back(sent.pk)
    with pytest.raises(taking_back.NotThere):
        taking_back.take_back(sent.pk)
    assert Envelope.objects.get().arrived == 1


def test_what_somebody_else_sent_too_stays_with_them(cast, story, envelope, sent):
    other, _token = an_envelope(story, cast.ben)
    theirs = sending.receive(other, an_arrival(other)).sent
    assert theirs.picture == sent.picture
    taking_back.take_back(sent.pk)
    assert theirs.read() == {"name": "IMG_9.HEIC"}
    taking_back.take_back(theirs.pk)
    assert not ours(sent)


@pytest.mark.parametrize("in_this_story", [True, False])
def test_what_the_family_has_itself_stays_the_familys(cast, story, envelope, in_this_story):
    leaf = arrived_photograph(cast, story if in_this_story else people.write_story(cast))
    sent = sending.receive(envelope, an_arrival(envelope, hue=0)).sent
    taking_back.take_back(sent.pk)  # not refused, though it is a leaf: its sender would learn that they have it
    assert not Sent.objects.exists()
    assert ours(sent)
    assert Leaf.objects.filter(pk=leaf.pk).exists()
    assert Envelope.objects.get().arrived == 0


def test_taking_back_is_as_much_work_where_the_family_has_it(cast, story, envelope, monkeypatch):
    """Its sender learns nothing from the time it takes, either: counted as in tests/web/contributor."""
    arrived_photograph(cast, story)
    theirs, new = (sending.receive(envelope, an_arrival(envelope, hue=hue)).sent for hue in (0, 77))
    work = []
    for sent in (theirs, new):
        done: Counter[str] = Counter()
        ring = open_ring(settings.HELD_KEYS)
        real = type(ring).destroy
        with monkeypatch.context() as patch:
            patch.setattr(type(ring), "destroy", lambda self, ids, n=done, r=real: (n.update(keys=1), r(self, ids)))
            patch.setattr(vault, "drop", lambda _blob, n=done: n.update(dropped=1))
            taking_back.take_back(sent.pk)
        work.append(done)
    assert work == [Counter(keys=1)] * 2
    assert not ours(new)


def test_the_throwaway_key_is_in_the_bucket_of_the_photo(cast, story, envelope, monkeypatch):
    """In another bucket, fewer or more keys would be wrapped again than for a photograph that is destroyed."""
    arrived_photograph(cast, story)
    theirs = sending.receive(envelope, an_arrival(envelope, hue=0)).sent
    beside = []
    monkeypatch.setattr(taking_back, "new_key", lambda **told: (beside.append(told), new_key(**told))[1])
    taking_back.take_back(theirs.pk)
    assert beside == [{"beside": theirs.picture.key}]


def test_cut_off_halfway_a_chore_finishes_it(sent, monkeypatch):
    def cut_off(_key):
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(removal, "destroy_key", cut_off)
        taking_back.take_back(sent.pk)
    assert not Sent.objects.exists()
    assert Removal.objects.get().claimed_at
    removal.destroy_claimed()
    assert not ours(sent)
    assert key_is_destroyed(sent.picture.key)


def test_sent_again_while_it_is_destroyed_none_is_lost(cast, story, sent, monkeypatch):
    """Between the moment it is taken back and the end of its row, somebody else sends the same file."""
    other, _token = an_envelope(story, cast.ben)
    came = []

    def meanwhile(_key):
        came.append(sending.keep(other, _developed(other)))
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(removal, "destroy_key", meanwhile)
        taking_back.take_back(sent.pk)
    removal.destroy_claimed()
    assert ours(came[0])
    assert came[0].read() == {"name": "IMG_9.HEIC"}


def test_one_known_and_taken_back_since_is_to_be_sent_again(cast, story, sent):
    known = Picture.objects.get()
    other, _token = an_envelope(story, cast.ben)
    taking_back.take_back(sent.pk)
    with pytest.raises(NotKept) as refused:
        sending.recognise(other, known, "IMG_9.HEIC")
    assert refused.value.why is Why.LOST
    with pytest.raises(taking_out.TakenBack):
        taking_out.take_out_what_we_sent_too(story, known, by=cast.ana)


def test_what_waits_for_another_story_is_taken_out_there(cast, story, sent):
    """A member who is told that it is here already can rely on it: nobody else can take it back any more."""
    elsewhere = people.write_story(cast)
    leaf = taking_out.take_out_what_we_sent_too(elsewhere, sent.picture, by=cast.ben)
    assert leaf.story == story
    with pytest.raises(taking_back.TakenOut):
        taking_back.take_back(sent.pk)


def test_the_log_says_it_without_a_name_or_number(sent):
    taking_back.take_back(sent.pk)
    entries = AuditEntry.objects.filter(action__in=("sent.taken-back", "picture.destroyed"))
    assert {(one.action, one.by) for one in entries} == {
        ("sent.taken-back", "contributor"),
        ("picture.destroyed", "contributor"),
    }


def _developed(envelope):
    from held.pictures import intake  # noqa: PLC0415  # beside its one use

    return intake.Developed(an_arrival(envelope))
