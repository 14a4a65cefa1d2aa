"""“I am in a photograph here”: kept for every family's friend who reads first; nothing tells whether it is so."""

import uuid

import pytest

from held.consent import claiming
from held.consent.models import Asking, Claim
from held.families.models import Member
from tests import cast as people

GIVEN = {"name": "Mika", "words": "I held the lamp."}


@pytest.fixture
def gwen(cast):
    return people.friend(cast, "Gwen", Member.Role.GUARDIAN)


def test_it_is_kept_sealed_for_whoever_answers(cast, gwen):
    claiming.claim(uuid.uuid4(), GIVEN)
    came = Claim.objects.get()
    assert came.family == cast.family
    assert came.read() == GIVEN
    assert b"lamp" not in bytes(came.sealed)


def test_sent_twice_it_is_one(gwen):
    form = uuid.uuid4()
    claiming.claim(form, GIVEN)
    claiming.claim(form, GIVEN | {"words": "Beside the window."})
    assert Claim.objects.get().read()["words"] == "Beside the window."


def test_where_nobody_answers_nothing_differs(cast):
    claiming.claim(uuid.uuid4(), GIVEN)
    assert not Claim.objects.exists()


def test_beyond_so_many_none_is_taken_until_some_were_put_away(cast, gwen):
    for _ in range(claiming.MOST):
        claiming.claim(uuid.uuid4(), GIVEN)
    with pytest.raises(claiming.TooManyWait):
        claiming.claim(uuid.uuid4(), GIVEN)
    claiming.put_claim_away(Claim.objects.first(), by=gwen)
    claiming.claim(uuid.uuid4(), GIVEN)


def test_put_away_is_kept(cast, gwen):
    claiming.claim(uuid.uuid4(), GIVEN)
    claiming.put_claim_away(Claim.objects.get(), by=gwen)
    assert Claim.objects.get().put_away_at is not None
    assert Claim.objects.get().read() == GIVEN


def test_a_new_link_to_each_question_and_only_where_the_family_gave_an_address(gwen, mika, asked):
    before = Asking.objects.count()
    assert len(claiming.links_for(mika.person, by=gwen)) == 1
    assert Asking.objects.count() == before + 1
    mika.person.reach = ""
    with pytest.raises(claiming.NoReach):
        claiming.links_for(mika.person, by=gwen)
