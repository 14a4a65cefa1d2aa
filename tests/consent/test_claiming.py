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


def of(family) -> Claim:
    """What waits there, or was put away."""
    return Claim.objects.get(family=family)


def put_away_everywhere(by) -> None:
    for came in Claim.objects.filter(put_away_at=None):
        claiming.put_claim_away(came, by=by)


def test_it_is_kept_sealed_for_whoever_answers(cast, gwen):
    claiming.claim(uuid.uuid4(), GIVEN)
    came = of(cast.family)
    assert came.read() == GIVEN
    assert b"lamp" not in bytes(came.sealed)


def test_sent_twice_it_is_one(cast, gwen):
    form = uuid.uuid4()
    claiming.claim(form, GIVEN)
    claiming.claim(form, GIVEN | {"words": "Beside the window."})
    assert of(cast.family).read()["words"] == "Beside the window."


def test_where_nobody_answers_it_waits_for_whoever_answers_later(cast):
    claiming.claim(uuid.uuid4(), GIVEN)
    for family in (cast.family, cast.other_family):
        assert of(family).read() == GIVEN
        assert of(family).put_away_at is None


def test_beyond_so_many_none_is_taken_until_some_were_put_away(cast, gwen):
    for _ in range(claiming.MOST):
        claiming.claim(uuid.uuid4(), GIVEN)
    with pytest.raises(claiming.TooManyWait):
        claiming.claim(uuid.uuid4(), GIVEN)
    claiming.put_claim_away(Claim.objects.first(), by=gwen)
    claiming.claim(uuid.uuid4(), GIVEN)


def test_a_family_in_which_nobody_looks_closes_it_for_no_other(cast, gwen, monkeypatch):
    monkeypatch.setattr(claiming, "MOST", 3)
    for _ in range(claiming.MOST * 2):
        claiming.claim(uuid.uuid4(), GIVEN)
        claiming.put_claim_away(Claim.objects.get(family=cast.family, put_away_at=None), by=gwen)
    assert Claim.objects.filter(family=cast.other_family, put_away_at=None).count() == claiming.MOST * 2


def test_put_away_is_kept(cast, gwen):
    claiming.claim(uuid.uuid4(), GIVEN)
    claiming.put_claim_away(of(cast.family), by=gwen)
    assert of(cast.family).put_away_at is not None
    assert of(cast.family).read() == GIVEN
    assert of(cast.other_family).put_away_at is None


def test_the_same_words_sent_again_stay_put_away_and_others_wait_anew(cast, gwen):
    form = uuid.uuid4()
    claiming.claim(form, GIVEN)
    put_away_everywhere(gwen)
    claiming.claim(form, GIVEN)
    assert not Claim.objects.filter(put_away_at=None).exists()
    claiming.claim(form, GIVEN | {"words": "It was in March."})
    assert Claim.objects.filter(put_away_at=None).count() == 2
    assert of(cast.family).read()["words"] == "It was in March."


def test_a_new_link_to_each_question_and_only_where_the_family_gave_an_address(gwen, mika, asked):
    before = Asking.objects.count()
    assert len(claiming.links_for(mika.person, by=gwen)) == 1
    assert Asking.objects.count() == before + 1
    mika.person.reach = ""
    with pytest.raises(claiming.NoReach):
        claiming.links_for(mika.person, by=gwen)
