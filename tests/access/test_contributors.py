"""Who sends by a link and what they may know; who opens an envelope, asks for photographs, ends a link."""

from dataclasses import fields
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import Http404

from held import access
from held.families.models import Member
from held.gathering import envelopes
from held.gathering.models import Envelope
from held.lib.clock import now
from tests import cast as people
from tests.enveloped import PURPOSE, an_envelope, arrived_in


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def asked(cast, story):
    return an_envelope(story, cast.ana, most=2)


def test_a_sender_sees_who_asks_what_for_and_what_they_sent(cast, asked):
    envelope, token = asked
    sent = arrived_in(envelope, name="Noor.heic")
    found = access.envelope_to_fill(token)
    assert (found.called, found.purpose, found.asks, found.decides_alone) == ("Nele", PURPOSE, "Ana", False)
    assert (found.most, found.left, found.arrived) == (2, 1, 1)
    assert [(one.id, one.number, one.name) for one in found.sent] == [(sent.pk, 1, "Noor.heic")]


def test_a_sender_learns_nothing_about_what_others_sent(cast, story, asked):
    other, _token = an_envelope(story, cast.ben)
    arrived_in(other, name="another.heic")
    found = access.envelope_to_fill(asked[1])
    assert found.sent == ()
    told = {field.name for kind in (access.EnvelopeToFill, access.SentByThem) for field in fields(kind)}
    assert not told & {"size", "picture", "format", "width", "story", "leaf", "ticket", "key", "envelope"}


def test_the_only_parent_decides_alone(cast, story, asked):
    Member.objects.filter(account=cast.ben).delete()
    assert access.envelope_to_fill(asked[1]).decides_alone


@pytest.mark.parametrize("ask", [access.envelope_to_fill, access.envelope_to_send_to, access.sent_to_speak_of])
def test_a_link_that_ended_or_never_was_opens_nothing(cast, asked, ask):
    envelope, token = asked
    ask(token)
    Envelope.objects.update(ends_at=now() - timedelta(seconds=1))
    for nothing in (token, "never-made", ""):
        with pytest.raises(Http404):
            ask(nothing)
    Envelope.objects.update(ends_at=now() + timedelta(days=1))
    envelopes.end_envelope(envelope, by=cast.ben)
    with pytest.raises(Http404):
        ask(token)


def test_only_parents_and_helpers_open_an_envelope(cast, story, asked):
    sent = arrived_in(asked[0])
    ida, gwen = (
        people.friend(cast, "Ida", Member.Role.HELPER),
        people.friend(cast, "Gwen", Member.Role.GUARDIAN),
    )
    for account in (cast.ana, cast.ben, ida):
        viewer = people.with_key(account)
        assert list(access.envelopes_to_see(viewer, story)) == [asked[0]]
        assert access.envelope_to_open(viewer, asked[0].pk) == asked[0]
        assert access.sent_to_take_out(viewer, sent.pk) == sent
    for account in (gwen, cast.otto, cast.hilde):
        viewer = people.with_key(account)
        assert not access.envelopes_to_see(viewer, story)
        for refused, row in ((access.envelope_to_open, asked[0].pk), (access.sent_to_take_out, sent.pk)):
            with pytest.raises(Http404):
                refused(viewer, row)


def test_only_parents_ask_and_only_with_a_key_and_end_without_one(cast, story, asked):
    ida = people.friend(cast, "Ida", Member.Role.HELPER)
    assert access.story_to_gather_for(people.with_key(cast.ben), story.pk) == story
    with pytest.raises(access.KeyNeeded):
        access.story_to_gather_for(access.Viewer(cast.ana), story.pk)
    assert access.envelope_to_end(access.Viewer(cast.ben), asked[0].pk) == asked[0]
    for account in (ida, cast.otto, cast.hilde):
        with pytest.raises(Http404):
            access.story_to_gather_for(people.with_key(account), story.pk)
        with pytest.raises(Http404):
            access.envelope_to_end(people.with_key(account), asked[0].pk)


def test_an_envelope_that_never_was_is_found_by_nobody(cast):
    with pytest.raises(Http404):
        access.envelope_to_open(people.with_key(cast.ana), uuid4())
