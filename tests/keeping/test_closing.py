"""What a restore closes is read from each model's data policy."""

import pytest
from django.contrib.sessions.models import Session

from held.accounts.models import Link
from held.accounts.one_time_links import make_link
from held.consent.models import Answer, AnswersVisible, ListComplete
from held.history.models import AuditEntry
from held.keeping import closing
from held.keyring.refusal_log import append_refusal
from held.pictures.models import ShownInPart
from held.place.models import Place
from held.publishing.models import Address, NamedReader
from held.publishing.named_readers import name_reader
from held.stories.models import Publication, PublishedVersion
from tests import cast as people
from tests.enveloped import an_envelope
from tests.photographs import photograph


@pytest.fixture
def open_story(cast):
    """Everything that people outside the family can see or do is open."""
    story = people.write_story(cast)
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana)
    name_reader(story, "Nele", by=cast.ana)
    ShownInPart.objects.create(picture=placed.leaf.picture, by=cast.ana)
    make_link(cast.ben, purpose=Link.Purpose.INVITATION, by=cast.ana)
    Place.objects.update(second_copy="/media/second", description="Stories.", front_may_be_listed=True)
    return story


def test_a_restore_closes_every_kind_of_access(cast, open_story, signed_in):
    signed_in(cast.ana)
    salt = cast.ana.sign_in_salt
    envelope, _token = an_envelope(open_story, cast.ana)
    closing.close_everything()
    for model in (Publication, Address, NamedReader, ShownInPart, Session, Link, ListComplete, AnswersVisible):
        assert not model.objects.exists(), model
    assert not PublishedVersion.objects.filter(leaf__kind="PHOTOGRAPH").exists()
    assert PublishedVersion.objects.exists()  # what readers were shown, for when a parent opens it again
    envelope.refresh_from_db()
    cast.ana.refresh_from_db()
    assert envelope.has_ended()
    assert cast.ana.sign_in_salt != salt
    place = Place.objects.get()
    assert (place.second_copy, place.front_may_be_listed, place.description) == ("", False, "Stories.")
    assert AuditEntry.objects.filter(action="story.taken-back", by="program").exists()


def test_a_no_that_is_newer_than_the_copy_counts(cast, open_story):
    answer = Answer.objects.get(scope="public")
    append_refusal(f"part {answer.involvement_id.hex} public", answer.sequence + 1)
    closing.close_everything()
    answer.refresh_from_db()
    assert (answer.status, answer.said_no) == ("withdrawn", True)


def test_each_closing_act_runs_only_once(db, monkeypatch):
    acts = []
    monkeypatch.setattr(closing, "CLOSED_BY", dict.fromkeys([Publication, Address], lambda: acts.append("closed")))
    closing.close_everything()
    assert acts == ["closed"]


def test_rows_are_deleted_because_the_model_says_so(cast, open_story, monkeypatch):
    monkeypatch.setattr(closing, "CLOSED_BY", {})
    closing.close_everything()
    assert not NamedReader.objects.exists()
    assert Publication.objects.exists()
