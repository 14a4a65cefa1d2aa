"""People in photographs: named by the family, sealed; a parent is one person."""

from held.families import persons
from held.families.models import Person


def test_a_parent_is_one_person_called_as_they_call_themselves(cast):
    first = persons.person_of(cast.family, cast.ana)
    assert persons.person_of(cast.family, cast.ana) == first
    assert first.name == "Ana"
    assert first.reach == ""


def test_a_persons_name_and_contact_are_sealed(cast):
    kept = persons.add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    row = Person.objects.get(pk=kept.pk)
    assert (row.name, row.reach) == ("Mika", "the house beside")
    assert b"Mika" not in bytes(row.sealed_name)
    assert b"beside" not in bytes(row.sealed_reach)


def test_a_persons_name_and_contact_can_be_corrected(cast):
    kept = persons.add_person(cast.family, "Mika", "", by=cast.ana)
    persons.correct_person(kept, "Mikael", "the school", by=cast.ana)
    row = Person.objects.get(pk=kept.pk)
    assert (row.name, row.reach) == ("Mikael", "the school")
