"""“I am in a photograph here”: stored for every family's friend who reads first; no answer reveals whether it is so."""

import uuid
from datetime import UTC, datetime

import pytest

from held.consent import claiming, consent_links, involvement
from held.consent.models import Asking, Claim, ClaimClosed
from held.families import persons
from held.families.models import Family, Member
from held.history.models import Line
from held.keyring import words
from held.lib.tokens import token_hash
from tests import cast as people
from tests.claims import on_page
from tests.photographs import arrived_photograph

GIVEN = {"name": "Mika", "words": "I held the lamp."}


@pytest.fixture
def gwen(cast):
    return people.friend(cast, "Gwen", Member.Role.GUARDIAN)


def the_claim() -> Claim:
    """The only claim."""
    return Claim.objects.get()


def waits_in(came: Claim, family) -> bool:
    """Whether this family has neither put it away nor answered it."""
    return not ClaimClosed.objects.filter(claim=came, family=family).exists()


def put_away_everywhere(by) -> None:
    for came in Claim.objects.all():
        claiming.put_claim_away(came, on_page(came), Family.objects.all(), by=by)


def test_a_claim_is_stored_sealed_and_can_be_read(cast, gwen):
    claiming.claim(uuid.uuid4(), GIVEN)
    came = the_claim()
    assert came.read() == GIVEN
    assert b"lamp" not in bytes(came.sealed)


def test_a_claim_sent_twice_is_stored_once(cast, gwen):
    form = uuid.uuid4()
    claiming.claim(form, GIVEN)
    claiming.claim(form, GIVEN)
    assert the_claim().read() == GIVEN


def test_claims_of_one_month_share_a_key_that_is_no_family_s(cast, monkeypatch):
    days = [datetime(2026, 1, 31, 23, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 2, 28, tzinfo=UTC)]
    for day in days:
        monkeypatch.setattr(claiming, "now", lambda day=day: day)
        claiming.claim(uuid.uuid4(), GIVEN)
    january, february, later = Claim.objects.order_by("at").values_list("key", flat=True)
    assert january != february == later
    assert not {january, february} & {cast.family.key, cast.other_family.key}


def test_where_the_key_of_the_month_is_gone_another_is_made(cast):
    claiming.claim(uuid.uuid4(), GIVEN)
    words.forget_key(the_claim().key)
    form = uuid.uuid4()
    claiming.claim(form, GIVEN)
    assert Claim.objects.get(form=claiming.arrival(form, GIVEN)).read() == GIVEN


def test_a_destroyed_family_takes_no_other_family_s_claims_along(cast):
    claiming.claim(uuid.uuid4(), GIVEN)
    words.destroy_key(cast.family.key)
    cast.family.delete()
    assert the_claim().read() == GIVEN


def test_beyond_so_much_none_is_taken_until_some_was_put_away(cast, gwen, monkeypatch):
    monkeypatch.setattr(claiming, "MOST_BYTES", 4 * claiming.BYTES_OF_ROW)
    for number in range(3):
        claiming.claim(uuid.uuid4(), GIVEN | {"words": f"Message {number}"})
    with pytest.raises(claiming.TooMuchWaits):
        claiming.claim(uuid.uuid4(), GIVEN)
    first = Claim.objects.first()
    claiming.put_claim_away(first, on_page(first), [cast.family], by=gwen)
    claiming.claim(uuid.uuid4(), GIVEN)


def test_a_form_that_arrives_again_is_not_measured_twice(cast, monkeypatch):
    monkeypatch.setattr(claiming, "MOST_BYTES", 2 * claiming.BYTES_OF_ROW)
    form = uuid.uuid4()
    claiming.claim(form, GIVEN)
    claiming.claim(form, GIVEN)
    claiming.claim(form, GIVEN)
    assert the_claim().read() == GIVEN


def test_a_family_in_which_nobody_looks_closes_it_for_no_other(cast, gwen, monkeypatch):
    monkeypatch.setattr(claiming, "MOST_BYTES", 2 * claiming.BYTES_OF_ROW)
    for number in range(6):
        given = GIVEN | {"words": f"Message {number}"}
        claiming.claim(form := uuid.uuid4(), given)
        came = Claim.objects.get(form=claiming.arrival(form, given))
        claiming.put_claim_away(came, on_page(came), [cast.family], by=gwen)
        assert waits_in(came, cast.other_family)


def test_a_dismissed_claim_is_kept_and_waits_elsewhere(cast, gwen):
    claiming.claim(uuid.uuid4(), GIVEN)
    claiming.put_claim_away(the_claim(), on_page(the_claim()), [cast.family], by=gwen)
    assert the_claim().read() == GIVEN
    assert not waits_in(the_claim(), cast.family)
    assert waits_in(the_claim(), cast.other_family)


def test_near_copies_are_put_away_together_and_are_kept(cast, gwen):
    for words_given in ("I held the lamp.", "I HELD the lamp!", "It was in March."):
        claiming.claim(uuid.uuid4(), GIVEN | {"words": words_given})
    first, second, other = Claim.objects.order_by("at")
    claiming.put_claim_away(second, on_page(first, second), [cast.family], by=gwen)
    assert not waits_in(first, cast.family)
    assert not waits_in(second, cast.family)
    assert waits_in(other, cast.family)
    assert waits_in(first, cast.other_family)


def test_the_same_words_sent_again_stay_put_away_and_others_wait(cast, gwen):
    form = uuid.uuid4()
    claiming.claim(form, GIVEN)
    put_away_everywhere(gwen)
    claiming.claim(form, GIVEN)
    assert not waits_in(the_claim(), cast.family)
    claiming.claim(form, other := GIVEN | {"words": "It was in March."})
    came = Claim.objects.get(form=claiming.arrival(form, other))
    assert waits_in(came, cast.family)
    assert waits_in(came, cast.other_family)
    assert came.read() == other


@pytest.fixture
def came(cast, gwen, asked) -> Claim:
    """Mika wrote; the claim waits for Ana's family."""
    claiming.claim(uuid.uuid4(), GIVEN)
    return the_claim()


def test_a_lost_link_is_renewed_only_to_a_known_address(gwen, mika, came):
    before = Asking.objects.count()
    mika.person.reach = ""
    with pytest.raises(claiming.NoReach):
        claiming.links_for(came, mika.person, on_page(came), by=gwen)
    mika.person.reach = "the house beside"
    assert len(claiming.links_for(came, mika.person, on_page(came), by=gwen)) == 1
    assert Asking.objects.count() == before + 1


def test_links_answer_it_and_pressed_again_they_are_the_same(cast, gwen, mika, came):
    links = claiming.links_for(came, mika.person, on_page(came), by=gwen)
    assert not waits_in(came, cast.family)
    assert waits_in(came, cast.other_family)
    line = Line.objects.get(act="claim.answered")
    assert (line.thing, line.by) == (f"claim {came.pk.hex} person {mika.person.pk.hex}", gwen.key)
    assert claiming.links_for(came, mika.person, on_page(came), by=gwen) == links
    assert Line.objects.filter(act="claim.answered").count() == 1


def test_pressed_again_there_is_no_link_to_what_was_asked_since(cast, story, gwen, mika, came):
    links = claiming.links_for(came, mika.person, on_page(came), by=gwen)
    other = arrived_photograph(cast, story)
    part = involvement.name_person(other.picture, mika.person, in_it=True, took_it=False, by=cast.ana)
    consent_links.ask(part, ["public"], by=cast.ana)
    assert claiming.links_for(came, mika.person, on_page(came), by=gwen) == links


def test_one_claim_makes_one_set_of_links(cast, gwen, mika, came):
    omar = persons.add_person(cast.family, "Omar", "at work", by=cast.ana)
    claiming.links_for(came, mika.person, on_page(came), by=gwen)
    for person, friend in ((omar, gwen), (mika.person, cast.ana)):
        with pytest.raises(claiming.AnsweredAlready):
            claiming.links_for(came, person, on_page(came), by=friend)
    claiming.claim(form := uuid.uuid4(), GIVEN)
    silent = Claim.objects.get(form=claiming.arrival(form, GIVEN))
    claiming.put_claim_away(silent, on_page(silent), [cast.family], by=gwen)
    with pytest.raises(claiming.AnsweredAlready):
        claiming.links_for(silent, mika.person, on_page(silent), by=gwen)


def test_a_link_that_was_ended_does_not_come_back_by_pressing_again(gwen, mika, came):
    (link,) = claiming.links_for(came, mika.person, on_page(came), by=gwen)
    consent_links.end_link(Asking.objects.get(token_hash=token_hash(link)), by="person")
    with pytest.raises(claiming.AnsweredAlready):
        claiming.links_for(came, mika.person, on_page(came), by=gwen)


def test_other_words_by_the_same_form_make_other_links(cast, gwen, mika):
    form = uuid.uuid4()
    claiming.claim(form, GIVEN)
    consent_links.ask(mika, ["public"], by=cast.ana)
    first = the_claim()
    links = claiming.links_for(first, mika.person, on_page(first), by=gwen)
    claiming.claim(form, GIVEN | {"words": "I lost it again."})
    came = Claim.objects.exclude(pk=first.pk).get()
    assert waits_in(came, cast.family)
    assert not set(claiming.links_for(came, mika.person, on_page(came), by=gwen)) & set(links)
