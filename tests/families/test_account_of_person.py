"""From a person to their account and back: with the key of the family, and in as few statements for many as for one."""

import pytest

from held.accounts.models import Account
from held.families.account_of_person import account_hash, account_number, hash_of_whose_family, with_accounts
from held.families.models import Family, Person
from held.families.persons import add_person, person_of
from held.keyring.text import Damaged, KeyGone, destroy_key


def test_a_person_leads_to_their_account_and_no_column_does(cast):
    person = person_of(cast.family, cast.ana)
    row = Person.objects.get(pk=person.pk)
    assert row.account == cast.ana
    assert row.name == "Ana"
    assert row.has_account
    assert not add_person(cast.family, "Mika", "", by=cast.ana).has_account


def test_the_accounts_of_many_are_read_in_one_statement(cast, django_assert_num_queries):
    for account in (cast.ana, cast.ben, cast.otto):
        person_of(cast.family, account)
    add_person(cast.family, "Mika", "", by=cast.ana)
    with django_assert_num_queries(2):
        found = {person.account for person in with_accounts(Person.objects.select_related("family"))}
    assert found == {cast.ana, cast.ben, cast.otto, None}


def test_the_same_account_has_another_hash_in_each_family(cast):
    hashes = {account_hash(family.key, cast.ana.pk) for family in (cast.family, cast.other_family)}
    assert len({*hashes, hash_of_whose_family(cast.ana), hash_of_whose_family(cast.ben)}) == 4


def test_sealed_numbers_are_of_one_length(cast):
    persons = [person_of(cast.family, account) for account in (cast.ana, cast.ben)]
    persons.append(person_of(cast.family, Account.objects.create(pk=12345678901)))
    assert len({len(person.sealed_account) for person in persons}) == 1


def test_moved_to_another_person_it_does_not_open(cast):
    ana, ben = person_of(cast.family, cast.ana), person_of(cast.family, cast.ben)
    Person.objects.filter(pk=ben.pk).update(sealed_account=ana.sealed_account)
    with pytest.raises(Damaged):
        account_number(Person.objects.get(pk=ben.pk))


def test_without_the_key_of_the_family_nobody_finds_it(cast):
    person = person_of(cast.family, cast.ana)
    destroy_key(cast.family.key)
    row = Person.objects.get(pk=person.pk)
    with pytest.raises(KeyGone):
        _ = row.account
    with pytest.raises(KeyGone):
        account_hash(Family.objects.get(pk=cast.family.pk).key, cast.ana.pk)
    (read,) = with_accounts(Person.objects.select_related("family"))
    assert read.account is None
