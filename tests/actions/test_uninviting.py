"""A parent's invitation is taken back: photographs that waited for them in vain can open again."""

import pytest

from held.accounts.models import Account
from held.actions.uninviting import uninvite
from held.consent import answering, consent_links, involvement
from held.consent.facts import agreed_by_all
from held.consent.models import Answer, Everybody, Part
from held.consent.states import Event, Status
from held.families.inviting import AlreadyHere, invite_parent
from held.families.models import Member, Person
from held.families.persons import person_of
from held.history.models import Line


@pytest.fixture
def invited(cast) -> Member:
    """A parent who was invited and never came."""
    link, _token = invite_parent(cast.family, by=cast.ana)
    return Member.objects.get(account=link.account)


@pytest.fixture
def theirs(cast, leaf, invited) -> Part:
    """The baby is in it, so every parent answers: even one who never came in. Ana and Ben have said yes."""
    involvement.tell_everybody(leaf.picture, with_baby=True, by=cast.ana)
    for part in Part.objects.filter(person__in=[person_of(cast.family, one) for one in (cast.ana, cast.ben)]):
        consent_links.ask_oneself(part, ["public"], by=cast.ana)
        answering.answer(part, "public", Event.AGREE, language="en")
    return Part.objects.get(person=person_of(invited.family, invited.account))


def opens(leaf) -> bool:
    return leaf.picture_id in agreed_by_all([leaf.picture_id], ["public"])["public"]


def test_a_photo_can_open_after_the_invitation_is_withdrawn(cast, leaf, invited, theirs):
    assert not opens(leaf)
    uninvite(invited, by=cast.ana)
    assert not Part.objects.filter(pk=theirs.pk).exists()
    assert not Person.objects.filter(pk=theirs.person_id).exists()
    assert not Account.objects.filter(pk=invited.account_id).exists()
    assert not Everybody.objects.exists()
    assert not opens(leaf)
    involvement.tell_everybody(leaf.picture, with_baby=True, by=cast.ana)
    assert opens(leaf)
    acts = list(Line.objects.order_by("-pk").values_list("act", flat=True))
    assert {"invitation.taken-back", "part.taken-out", "everybody.taken-back", "person.removed"} <= set(acts)


@pytest.mark.parametrize("event", [Event.AGREE, Event.DECLINE, Event.NOT_NOW])
def test_answers_outlast_a_withdrawn_invitation(cast, leaf, invited, theirs, event):
    consent_links.ask(theirs, ["public"], by=cast.ana)
    answered = answering.answer(theirs, "public", event, language="en").standing
    consent_links.ask_once_more(
        theirs, by=cast.ana
    )  # after “not now” they are asked again, and had answered all the same
    uninvite(invited, by=cast.ana)
    kept = Answer.objects.get(part=theirs)
    assert kept.standing == (Status.ASKED if event == Event.NOT_NOW else answered)
    assert Everybody.objects.filter(picture=leaf.picture).exists()
    assert Person.objects.filter(pk=theirs.person_id).exists()


def test_a_withdrawn_parent_who_never_answered_is_taken_out(cast, leaf, invited, theirs):
    consent_links.ask(theirs, ["public"], by=cast.ana)
    uninvite(invited, by=cast.ana)
    assert not Part.objects.filter(pk=theirs.pk).exists()


def test_nobody_who_is_in_it_and_was_asked_is_taken_out_by_it(cast, leaf, invited, theirs):
    involvement.name_person(leaf.picture, theirs.person, in_it=True, took_it=False, by=cast.ana)
    consent_links.ask(theirs, ["public"], by=cast.ana)
    uninvite(invited, by=cast.ana)
    assert Answer.objects.get(part=theirs).standing == Status.ASKED
    assert Everybody.objects.filter(picture=leaf.picture).exists()


def test_uninviting_an_unnamed_parent_changes_no_photo(cast, leaf, ana, invited):
    involvement.tell_everybody(leaf.picture, with_baby=False, by=cast.ana)
    uninvite(invited, by=cast.ben)
    assert Everybody.objects.filter(picture=leaf.picture).exists()
    assert Part.objects.get() == ana


def test_a_parent_who_signed_in_cannot_be_uninvited(cast, leaf, theirs):
    with pytest.raises(AlreadyHere):
        uninvite(Member.objects.get(account=cast.ben), by=cast.ana)
    assert Part.objects.filter(person=person_of(cast.family, cast.ben)).exists()
    assert Everybody.objects.filter(picture=leaf.picture).exists()
