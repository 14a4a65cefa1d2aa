"""People shown in a photograph and photographers: the family's name for them, and how it reaches them."""

from contextlib import suppress

from django.db import transaction

from held.accounts.models import Account
from held.families.account_of_person import account_hash, hash_of_whose_family, set_account
from held.families.models import Family, Person, PersonsFamily
from held.history import audit_log
from held.keyring.text import KeyGone
from held.lib.visible import seen_or_empty


@transaction.atomic
def person_of(family: Family, account: Account) -> Person:
    """The person of this parent: one for each, made when first needed, with the parent's own name.

    The audit log doesn't say whose account it is, so it doesn't show who is named and answers. Raises KeyGone.
    """
    new = Person(family=family)
    set_account(new, family, account)
    given = {"id": new.pk, "sealed_account": new.sealed_account}
    person, made = Person.objects.get_or_create(family=family, account_hash=new.account_hash, defaults=given)
    if made:
        PersonsFamily.objects.get_or_create(family=family, account_hash=hash_of_whose_family(account))
        audit_log.record("person.added", f"person {person.pk}", by="program")
    return person


def hashes_of_own_persons(account: Account) -> list[str]:
    """The hashes of this account's persons in every family, including those it left. One statement.

    A family whose key is gone is left out.
    """
    families = PersonsFamily.objects.filter(account_hash=hash_of_whose_family(account))
    found = []
    for family_key in families.values_list("family__key", flat=True):
        with suppress(KeyGone):
            found.append(account_hash(family_key, account.pk))
    return found


@transaction.atomic
def end_account_of(person: Person, account: Account) -> None:
    """Their account is removed: they no longer have a page of their own. Their answers stay."""
    Person.objects.filter(pk=person.pk).update(account_hash=None, sealed_account=None)
    PersonsFamily.objects.filter(family=person.family_id, account_hash=hash_of_whose_family(account)).delete()


@transaction.atomic
def add_person(family: Family, called: str, reach: str, *, by: Account) -> Person:
    """Add a person whom a photograph may show. `reach`: where to send a new link if theirs is lost; may be empty."""
    person = Person(family=family, by=by)
    person.name, person.reach = seen_or_empty(called), seen_or_empty(reach)
    person.save(force_insert=True)
    audit_log.record("person.added", f"person {person.pk}", by=by)
    return person


@transaction.atomic
def correct_person(person: Person, called: str, reach: str, *, by: Account) -> None:
    """Change their name or how to reach them. Their links keep working."""
    person.name, person.reach = seen_or_empty(called), seen_or_empty(reach)
    person.save(update_fields=["sealed_name", "sealed_reach"])
    audit_log.record("person.corrected", f"person {person.pk}", by=by)
