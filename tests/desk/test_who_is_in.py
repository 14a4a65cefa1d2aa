"""The names of those in each photograph, for its family."""

from held.consent.involved import name_person
from held.desk.who_is_in import names_of_those_in
from held.families.models import Person
from held.families.persons import add_person, person_of
from tests import cast as people
from tests.counting import counting
from tests.photographs import arrived_photograph


def test_those_in_each_photograph_are_told_by_name(cast):
    story = people.write_story(cast)
    first, second, third = (arrived_photograph(cast, story).picture for _ in range(3))
    mika, tom = (add_person(cast.family, name, "", by=cast.ana) for name in ("Mika", "Tom"))
    ben = person_of(cast.family, cast.ben)
    for picture, person, in_it in ((first, mika, True), (first, ben, True), (second, mika, True), (second, tom, False)):
        name_person(picture, person, in_it=in_it, took_it=not in_it, by=cast.ana)
    assert names_of_those_in([first.pk, second.pk, third.pk]) == {first.pk: ["Ben", "Mika"], second.pk: ["Mika"]}


def test_a_name_that_does_not_open_is_left_empty(cast):
    picture = arrived_photograph(cast, people.write_story(cast)).picture
    person = add_person(cast.family, "Mika", "", by=cast.ana)
    name_person(picture, person, in_it=True, took_it=False, by=cast.ana)
    Person.objects.update(sealed_name=b"HLD1" + bytes(60))
    assert names_of_those_in([picture.pk]) == {picture.pk: [""]}


def test_each_name_is_opened_once_for_any_number_of_photographs(cast):
    story = people.write_story(cast)
    mika = add_person(cast.family, "Mika", "", by=cast.ana)
    pictures = [arrived_photograph(cast, story).picture for _ in range(3)]
    for picture in pictures:
        name_person(picture, mika, in_it=True, took_it=False, by=cast.ana)
    costs = []
    for some in (pictures[:1], pictures):
        with counting() as cost:
            names_of_those_in([picture.pk for picture in some])
        costs.append(cost)
    assert costs[0] == costs[1]
