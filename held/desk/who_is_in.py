"""Who is in each of some photographs, by name, for their family."""

import uuid
from collections.abc import Collection

from held.consent.models import Involvement
from held.families.account_of_person import with_accounts
from held.families.models import Person
from held.keyring.text import opened_or


def names_of_those_in(pictures: Collection[uuid.UUID]) -> dict[uuid.UUID | None, list[str]]:
    """The names of everybody in each picture, in alphabetical order; a name that can't be opened is empty.

    Pictures in which nobody was named are left out. Each name is opened once.
    """
    pairs = list(Involvement.objects.filter(picture__in=pictures, in_it=True).values_list("picture", "person"))
    persons = Person.objects.filter(pk__in={person for _picture, person in pairs}).select_related("family")
    names = {person.pk: _name(person) for person in with_accounts(persons)}
    found: dict[uuid.UUID | None, list[str]] = {}
    for picture, person in pairs:
        found.setdefault(picture, []).append(names[person])
    return {picture: sorted(here, key=str.casefold) for picture, here in found.items()}


def _name(person: Person) -> str:
    return opened_or("", lambda: person.name)
