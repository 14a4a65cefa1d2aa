"""Everybody who is in one photograph is named in others, as if by hand: nobody is asked, and no answer is copied."""

from itertools import product

import pytest

from held.consent import answering, consent_links
from held.consent.involved import NobodyNamed, confirm_list, name_person, take_name_out
from held.consent.models import Answer, ConsentLink, Involvement, ListComplete
from held.consent.same_people import name_everyone_of, name_same_people
from held.consent.states import Event
from held.families import parting
from held.families.models import Member
from held.families.persons import add_person, person_of
from held.history.models import AuditEntry
from held.pictures.covered_copies import note_copy
from held.stories.models import Leaf
from tests import cast as people
from tests.photographs import agree, arrived_photograph, one_more_has_agreed
from tests.promises.test_who_may_open_which_door import used_link


@pytest.fixture
def pictures(cast):
    story = people.write_story(cast)
    return [arrived_photograph(cast, story).picture for _ in range(3)]


def named(picture) -> set[tuple]:
    rows = Involvement.objects.filter(picture=picture)
    return set(rows.values_list("person", "in_it", "took_it", "for_baby"))


def test_those_in_it_are_named_and_its_photographer_is_not(cast, pictures):
    first, second, third = pictures
    mika, tom = (add_person(cast.family, name, "", by=cast.ana) for name in ("Mika", "Tom"))
    ben = person_of(cast.family, cast.ben)
    name_person(first, mika, in_it=True, took_it=False, by=cast.ana)
    name_person(first, tom, in_it=False, took_it=True, by=cast.ana)
    name_person(first, ben, in_it=True, took_it=True, by=cast.ana)
    name_same_people(first, [second, third], by=cast.ana)
    assert named(second) == named(third) == {(mika.pk, True, False, False), (ben.pk, True, False, False)}


def test_no_answer_question_or_end_of_the_list_is_copied(cast, pictures):
    first, second, _third = pictures
    leaf = Leaf.objects.get(picture=first)
    agree(leaf, cast.ana)
    one_more_has_agreed(leaf, cast.ana)
    confirm_list(first, with_baby=True, by=cast.ana)
    before = (Answer.objects.count(), ConsentLink.objects.count())
    name_same_people(first, [second], by=cast.ana)
    assert (Answer.objects.count(), ConsentLink.objects.count()) == before
    assert not ListComplete.objects.filter(picture=second).exists()
    assert [(in_it, for_baby) for _person, in_it, _took, for_baby in named(second)] == [(True, False)]


def test_somebody_named_there_already_stays_as_they_are(cast, pictures):
    first, second, _third = pictures
    mika = add_person(cast.family, "Mika", "", by=cast.ana)
    name_person(first, mika, in_it=True, took_it=False, by=cast.ana)
    name_person(second, mika, in_it=False, took_it=True, by=cast.ben)
    logged = AuditEntry.objects.count()
    name_same_people(first, [first, second], by=cast.ana)
    assert named(second) == {(mika.pk, True, True, False)}
    assert Involvement.objects.count() == 2
    assert AuditEntry.objects.count() == logged


def test_from_a_photograph_with_nobody_in_it_nothing_is_copied(cast, pictures):
    first, second, _third = pictures
    tom = add_person(cast.family, "Tom", "", by=cast.ana)
    name_person(first, tom, in_it=False, took_it=True, by=cast.ana)
    with pytest.raises(NobodyNamed):
        name_same_people(first, [second], by=cast.ana)
    assert not named(second)


@pytest.mark.parametrize(("in_it", "says_no"), list(product([False, True], repeat=2)))
def test_for_a_copy_the_parents_of_today_are_named(cast, pictures, in_it, says_no):
    """One who has left is named only where they are in it, or said no to the first."""
    first, copy, _third = pictures
    ben = person_of(cast.family, cast.ben)
    confirm_list(first, with_baby=True, by=cast.ana)
    part = name_person(first, ben, in_it=in_it, took_it=False, by=cast.ana)
    consent_links.ask(part, ["named"], by=cast.ana, once="form")
    answering.answer(part, "named", Event.DECLINE if says_no else Event.AGREE, language="en")
    used_link(cast.ana)
    parting.leave(Member.objects.get(account=cast.ben), by=cast.ben)
    nele = people.friend(cast, "Nele", Member.Role.PARENT)
    name_everyone_of(first, copy, by=cast.ana)
    today = {(person_of(cast.family, one).pk, False, False, True) for one in (cast.ana, nele)}
    left = {(ben.pk, in_it, False, says_no)} if in_it or says_no else set()
    assert named(copy) == today | left


@pytest.mark.parametrize("of", ["the copy", "the first"])
def test_covering_twice_goes_around_no_no(cast, pictures, of):
    """A parent said no to the first, or to its copy, and left: another copy of either names them too."""
    first, copy, another = pictures
    ben = person_of(cast.family, cast.ben)
    confirm_list(first, with_baby=True, by=cast.ana)
    refused = first
    if of == "the first":
        note_copy(first, copy)
        name_everyone_of(first, copy, by=cast.ana)
        refused = copy
    part = name_person(refused, ben, in_it=False, took_it=False, by=cast.ana)
    consent_links.ask(part, ["named"], by=cast.ana, once="form")
    answering.answer(part, "named", Event.DECLINE, language="en")
    used_link(cast.ana)
    parting.leave(Member.objects.get(account=cast.ben), by=cast.ben)
    if of == "the copy":
        note_copy(first, copy)
        name_everyone_of(first, copy, by=cast.ana)
    source = copy if of == "the copy" else first
    note_copy(source, another)
    name_everyone_of(source, another, by=cast.ana)
    assert (ben.pk, False, False, True) in named(another)


def test_a_parent_who_left_is_covered_and_taken_out(cast, pictures):
    first, copy, _third = pictures
    ben = person_of(cast.family, cast.ben)
    name_person(first, ben, in_it=True, took_it=False, by=cast.ana)
    confirm_list(first, with_baby=True, by=cast.ana)
    used_link(cast.ana)
    parting.leave(Member.objects.get(account=cast.ben), by=cast.ben)
    name_everyone_of(first, copy, by=cast.ana)
    take_name_out(Involvement.objects.get(picture=copy, person=ben), by=cast.ana)
    assert named(copy) == {(person_of(cast.family, cast.ana).pk, False, False, True)}
