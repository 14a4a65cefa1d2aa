"""“I am in a photograph here”: kept for every family's friend who reads first; nothing tells whether it is so."""

import uuid

import pytest

from held.consent import asking, claiming, naming
from held.consent.models import Asking, Claim
from held.families import persons
from held.families.models import Member
from held.history.models import Line
from held.lib.tokens import token_hash
from tests import cast as people
from tests.photographs import arrived_photograph

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


@pytest.fixture
def came(cast, gwen, asked) -> Claim:
    """Mika wrote; for Ana's family it waits."""
    claiming.claim(uuid.uuid4(), GIVEN)
    return of(cast.family)


def test_a_new_link_to_each_question_and_only_where_the_family_gave_an_address(gwen, mika, came):
    before = Asking.objects.count()
    mika.person.reach = ""
    with pytest.raises(claiming.NoReach):
        claiming.links_for(came, mika.person, by=gwen)
    mika.person.reach = "the house beside"
    assert len(claiming.links_for(came, mika.person, by=gwen)) == 1
    assert Asking.objects.count() == before + 1


def test_links_answer_it_and_pressed_again_they_are_the_same(cast, gwen, mika, came):
    links = claiming.links_for(came, mika.person, by=gwen)
    assert of(cast.family).put_away_at is not None
    assert of(cast.other_family).put_away_at is None
    line = Line.objects.get(act=claiming.ANSWERED)
    assert (line.thing, line.by) == (f"claim {came.pk.hex} person {mika.person.pk.hex}", gwen.key)
    assert claiming.links_for(came, mika.person, by=gwen) == links
    assert Line.objects.filter(act=claiming.ANSWERED).count() == 1


def test_pressed_again_there_is_no_link_to_what_was_asked_since(cast, story, gwen, mika, came):
    links = claiming.links_for(came, mika.person, by=gwen)
    other = arrived_photograph(cast, story)
    part = naming.name_person(other.picture, mika.person, in_it=True, took_it=False, by=cast.ana)
    asking.ask(part, ["public"], by=cast.ana)
    assert claiming.links_for(came, mika.person, by=gwen) == links


def test_one_claim_makes_one_set_of_links(cast, gwen, mika, came):
    omar = persons.add_person(cast.family, "Omar", "at work", by=cast.ana)
    claiming.links_for(came, mika.person, by=gwen)
    for person, friend in ((omar, gwen), (mika.person, cast.ana)):
        with pytest.raises(claiming.AnsweredAlready):
            claiming.links_for(came, person, by=friend)
    claiming.claim(uuid.uuid4(), GIVEN)
    silent = Claim.objects.get(family=cast.family, put_away_at=None)
    claiming.put_claim_away(silent, by=gwen)
    with pytest.raises(claiming.AnsweredAlready):
        claiming.links_for(silent, mika.person, by=gwen)


def test_a_link_that_was_ended_does_not_come_back_by_pressing_again(gwen, mika, came):
    (link,) = claiming.links_for(came, mika.person, by=gwen)
    asking.end_link(Asking.objects.get(token_hash=token_hash(link)), by="person")
    with pytest.raises(claiming.AnsweredAlready):
        claiming.links_for(came, mika.person, by=gwen)


def test_other_words_that_wait_anew_make_other_links(cast, gwen, mika):
    form = uuid.uuid4()
    claiming.claim(form, GIVEN)
    asking.ask(mika, ["public"], by=cast.ana)
    links = claiming.links_for(of(cast.family), mika.person, by=gwen)
    claiming.claim(form, GIVEN | {"words": "I lost it again."})
    assert of(cast.family).put_away_at is None
    assert not set(claiming.links_for(of(cast.family), mika.person, by=gwen)) & set(links)
