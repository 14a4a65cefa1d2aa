"""Links about photographs that a friend made end with the friend; those of others go on."""

import uuid

import pytest

from held.consent import answering, consent_links, lost_links
from held.consent.ending import end_links_made_by
from held.consent.models import Answer, ConsentLink, LostLinkRequest
from held.consent.reconciling import missing_refusals
from held.consent.states import Event, Status
from held.families.models import Member
from held.history.models import AuditEntry
from held.keyring.refusal_log import refusals
from held.lib.tokens import token_hash
from tests import cast as people
from tests.lost_link_requests import on_page


@pytest.fixture
def gwen(cast) -> Member:
    """Gwen, who reads first what others send."""
    return Member.objects.get(account=people.friend(cast, "Gwen", Member.Role.GUARDIAN))


@pytest.fixture
def made(cast, gwen, mika, asked) -> ConsentLink:
    """The link that Gwen made for Mika, who had lost theirs."""
    lost_links.save_request(uuid.uuid4(), {"name": "Mika", "words": ""})
    came = LostLinkRequest.objects.get()
    (link,) = lost_links.links_for(came, mika.person, on_page(came), by=gwen.account)
    return ConsentLink.objects.get(token_hash=token_hash(link))


def test_a_friends_ended_links_are_in_the_refusal_log(cast, gwen, made):
    end_links_made_by(gwen, by=cast.ana)
    assert not ConsentLink.objects.filter(pk=made.pk).exists()
    assert refusals()[consent_links.thing_of_link(made.pk)] == 1
    line = AuditEntry.objects.get(action="asking.ended")
    assert (line.subject, line.by) == (f"asking {made.pk}", cast.ana.key)
    assert missing_refusals() == {}


def test_other_peoples_links_and_answers_are_kept(cast, gwen, mika, made):
    before = set(ConsentLink.objects.exclude(pk=made.pk))
    answering.answer(mika, "public", Event.AGREE, language="en")
    end_links_made_by(gwen, by=cast.ana)
    assert set(ConsentLink.objects.all()) == before != set()
    assert Answer.objects.get(involvement=mika, scope="public").status == Status.AGREED


def test_links_that_they_made_for_another_family_go_on(cast, gwen, made):
    elsewhere = Member.objects.create(family=cast.other_family, account=gwen.account, role=Member.Role.GUARDIAN)
    end_links_made_by(elsewhere, by=cast.otto)
    assert ConsentLink.objects.filter(pk=made.pk).exists()
