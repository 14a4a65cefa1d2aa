"""Somebody whom a photograph shows or who took it, as the family calls them, and where the family finds them."""

from django.db import transaction

from held.accounts.models import Account
from held.families.models import Family, Person
from held.history.noting import note


@transaction.atomic
def person_of(family: Family, account: Account) -> Person:
    """The person that this parent is: one for each, made when first needed, called as they call themselves."""
    person, made = Person.objects.get_or_create(family=family, account=account)
    if made:
        note("person.added", f"person {person.pk}", by=account)
    return person


@transaction.atomic
def add_person(family: Family, called: str, reach: str, *, by: Account) -> Person:
    """Somebody more whom a photograph may show. `reach`: where a new link goes if theirs is lost; may be empty."""
    person = Person(family=family, by=by)
    person.name, person.reach = called, reach
    person.save(force_insert=True)
    note("person.added", f"person {person.pk}", by=by)
    return person


@transaction.atomic
def correct_person(person: Person, called: str, reach: str, *, by: Account) -> None:
    """Another name or another way to reach them. Links that they have go on."""
    person.name, person.reach = called, reach
    person.save(update_fields=["sealed_name", "sealed_reach"])
    note("person.corrected", f"person {person.pk}", by=by)
