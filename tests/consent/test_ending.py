"""Links about photographs that a friend made end with the friend; those of others go on."""

import uuid

import pytest

from held.consent import answering, claiming, consent_links
from held.consent.ending import end_links_made_by
from held.consent.models import Answer, Asking, Claim
from held.consent.reconciling import noes_missing
from held.consent.states import Event, Status
from held.families.models import Member
from held.history.models import Line
from held.keyring.refusal_log import noes
from held.lib.tokens import token_hash
from tests import cast as people
from tests.claims import on_page


@pytest.fixture
def gwen(cast) -> Member:
    """Gwen, who reads first what others send."""
    return Member.objects.get(account=people.friend(cast, "Gwen", Member.Role.GUARDIAN))


@pytest.fixture
def made(cast, gwen, mika, asked) -> Asking:
    """The link that Gwen made for Mika, who had lost theirs."""
    claiming.claim(uuid.uuid4(), {"name": "Mika", "words": ""})
    came = Claim.objects.get()
    (link,) = claiming.links_for(came, mika.person, on_page(came), by=gwen.account)
    return Asking.objects.get(token_hash=token_hash(link))


def test_a_friends_ended_links_are_in_the_refusal_log(cast, gwen, made):
    end_links_made_by(gwen, by=cast.ana)
    assert not Asking.objects.filter(pk=made.pk).exists()
    assert noes()[consent_links.thing_of_link(made.pk)] == 1
    line = Line.objects.get(act="asking.ended")
    assert (line.thing, line.by) == (f"asking {made.pk}", cast.ana.key)
    assert noes_missing() == {}


def test_other_peoples_links_and_answers_are_kept(cast, gwen, mika, made):
    before = set(Asking.objects.exclude(pk=made.pk))
    answering.answer(mika, "public", Event.AGREE, language="en")
    end_links_made_by(gwen, by=cast.ana)
    assert set(Asking.objects.all()) == before != set()
    assert Answer.objects.get(part=mika, scope="public").standing == Status.AGREED


def test_links_that_they_made_for_another_family_go_on(cast, gwen, made):
    elsewhere = Member.objects.create(family=cast.other_family, account=gwen.account, role=Member.Role.GUARDIAN)
    end_links_made_by(elsewhere, by=cast.otto)
    assert Asking.objects.filter(pk=made.pk).exists()
