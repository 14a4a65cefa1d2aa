"""Who is in a photograph: named one by one, and nothing opens until the family says that this is everybody."""

import pytest

from held.consent import answering, consent_links, involvement
from held.consent.facts import agreed_by_all
from held.consent.models import Everybody, Part
from held.consent.states import Event
from held.families import parting, persons
from held.families.models import Member
from held.families.persons import person_of
from tests import cast as people
from tests.promises.test_who_may_open_which_door import used_link


def say_yes(*parts: Part, scope: str = "public") -> None:
    for part in parts:
        answering.answer(part, scope, Event.AGREE, language="en")


def is_open(leaf, scope: str = "public") -> bool:
    return leaf.picture_id in agreed_by_all([leaf.picture_id], [scope])[scope]


def test_when_everyone_said_yes_it_opens(leaf, asked):
    assert not is_open(leaf)
    say_yes(*asked)
    assert is_open(leaf)
    assert not is_open(leaf, "named")


def test_a_photo_with_nobody_named_stays_closed(cast, leaf):
    with pytest.raises(involvement.NobodyNamed):
        involvement.tell_everybody(leaf.picture, with_baby=False, by=cast.ana)
    assert not is_open(leaf)


def test_without_the_word_that_this_is_everybody_it_is_closed(cast, leaf, asked):
    say_yes(*asked)
    involvement.take_everybody_back(leaf.picture, by=cast.ana)
    assert not is_open(leaf)
    involvement.tell_everybody(leaf.picture, with_baby=False, by=cast.ana)
    assert is_open(leaf)


def test_one_more_person_closes_it_until_they_say_yes(cast, leaf, asked):
    say_yes(*asked)
    omar = persons.add_person(cast.family, "Omar", "", by=cast.ana)
    part = involvement.name_person(leaf.picture, omar, in_it=True, took_it=False, by=cast.ana)
    assert not is_open(leaf)
    consent_links.ask(part, ["public"], by=cast.ana)
    assert not is_open(leaf)
    say_yes(part)
    assert is_open(leaf)


def test_named_twice_is_named_once_with_both(cast, leaf, mika):
    again = involvement.name_person(leaf.picture, mika.person, in_it=False, took_it=True, by=cast.ana)
    assert (again.pk, again.in_it, again.took_it) == (mika.pk, True, True)


def test_only_a_person_not_yet_asked_can_be_taken_out(cast, leaf, mika, ana):
    involvement.take_name_out(ana, by=cast.ana)
    assert not Part.objects.filter(pk=ana.pk).exists()
    consent_links.ask(mika, ["public"], by=cast.ana)
    with pytest.raises(involvement.AskedAlready):
        involvement.take_name_out(mika, by=cast.ana)


def test_for_the_baby_every_parent_answers(cast, leaf, asked):
    say_yes(*asked)
    involvement.tell_everybody(leaf.picture, with_baby=True, by=cast.ana)
    assert not is_open(leaf)
    ben = Part.objects.get(picture=leaf.picture, person=person_of(cast.family, cast.ben))
    assert ben.for_baby
    with pytest.raises(involvement.AskedAlready):
        involvement.take_name_out(ben, by=cast.ana)
    consent_links.ask(ben, ["public"], by=cast.ana)
    say_yes(ben)
    assert is_open(leaf)


def test_the_baby_is_not_said_away_once_it_was_said(cast, leaf, asked):
    involvement.tell_everybody(leaf.picture, with_baby=True, by=cast.ana)
    involvement.take_everybody_back(leaf.picture, by=cast.ana)
    involvement.tell_everybody(leaf.picture, with_baby=False, by=cast.ana)
    assert Everybody.objects.get().with_baby


def test_a_parent_who_joins_later_is_one_who_answers(cast, leaf, asked):
    involvement.tell_everybody(leaf.picture, with_baby=True, by=cast.ana)
    ben = Part.objects.get(picture=leaf.picture, person=person_of(cast.family, cast.ben))
    consent_links.ask(ben, ["public"], by=cast.ana)
    say_yes(*asked, ben)
    assert is_open(leaf)
    people.friend(cast, "Nele", Member.Role.PARENT)
    assert not is_open(leaf)


def test_a_parent_who_leaves_keeps_their_no(cast, leaf, asked):
    involvement.tell_everybody(leaf.picture, with_baby=True, by=cast.ana)
    ben = Part.objects.get(picture=leaf.picture, person=person_of(cast.family, cast.ben))
    consent_links.ask(ben, ["public"], by=cast.ana)
    say_yes(*asked)
    answering.answer(ben, "public", Event.DECLINE, language="en")
    used_link(cast.ana)
    parting.leave(Member.objects.get(account=cast.ben), by=cast.ben)
    assert not is_open(leaf)


def test_a_friend_who_helps_is_no_parent_of_the_baby(cast, leaf, asked):
    people.friend(cast, "Ida", Member.Role.HELPER)
    involvement.tell_everybody(leaf.picture, with_baby=True, by=cast.ana)
    assert Part.objects.filter(picture=leaf.picture, for_baby=True).count() == 2
