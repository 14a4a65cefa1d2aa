"""Which account a person has, if any: readable only with their family's key.

The database stores it twice: the account's number, sealed, to get from the person to the account; and a keyed hash of
it, to get from the account to the person. With the database but no keys, neither can be read.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeVar, overload

from django.conf import settings
from django.db.models import Model, QuerySet

from held.accounts.models import Account
from held.keyring.hashing import hash_under
from held.keyring.sealed import SealedText
from held.keyring.secret import keyed_hash
from held.keyring.text import opened_or
from held.lib.stored_strings import HASH_OF_PERSONS_ACCOUNT, HASH_OF_PERSONS_FAMILY, SEALED_PERSON_ACCOUNT

if TYPE_CHECKING:
    from held.families.models import Family, Person

DIGITS = 20  # the same for every account, so that the sealed length reveals nothing
ACCOUNT = SealedText(SEALED_PERSON_ACCOUNT, column="sealed_account", key="family.key", optional=True)
CACHED = "account_read"  # the attribute of a person that caches the account


def account_hash(family_key: str, account_id: int) -> str:
    """The hash by which the person of this account is found in that family. Raises KeyGone, NoWrappingKey."""
    return hash_under(family_key, HASH_OF_PERSONS_ACCOUNT, str(account_id))


def hash_of_whose_family(account: Account) -> str:
    """The hash by which an account finds the families in which it is a person, including those it left.

    It is keyed with the installation's secret and leads only to the family; finding the person needs the family's key.
    """
    return keyed_hash(settings.SECRET_KEY, HASH_OF_PERSONS_FAMILY, str(account.pk))


def account_number(person: "Person") -> int | None:
    """The number of their account; None if they have none. Raises KeyGone, Damaged."""
    digits = ACCOUNT.open(person)
    return int(digits) if digits else None


def set_account(person: "Person", family: "Family", account: Account | None) -> None:
    """Set their account; None: they have none. The caller saves the row. Raises KeyGone."""
    person.account_hash = person.sealed_account = None
    vars(person).pop(CACHED, None)
    if account is not None:
        person.account_hash = account_hash(family.key, account.pk)
        ACCOUNT.seal(person, str(account.pk).zfill(DIGITS), family.key)


Row = TypeVar("Row", bound=Model)


class AccountOfPerson:
    """`person.account`: their account, or None. `with_accounts` reads the accounts of many in one statement."""

    @overload
    def __get__(self, person: None, owner: type) -> Self: ...
    @overload
    def __get__(self, person: "Person", owner: type) -> Account | None: ...
    def __get__(self, person: "Person | None", owner: type) -> "Account | Self | None":
        """Raises KeyGone, Damaged."""
        if person is None:
            return self
        known = vars(person)
        if CACHED not in known:
            number = account_number(person)
            known[CACHED] = None if number is None else Account.objects.filter(pk=number).first()
        found: Account | None = known[CACHED]
        return found

    def __set__(self, person: "Person", account: Account | None) -> None:
        """Seal it in the row, which the caller saves. Raises KeyGone."""
        set_account(person, person.family, account)

    def is_cached(self, person: "Person") -> bool:
        """Called by Django before it prefetches."""
        return CACHED in vars(person)

    def get_prefetch_querysets(self, instances: Sequence["Person"], _querysets: object = None) -> tuple[Any, ...]:
        """Called by Django to read the relation for many rows at once. An account that can't be opened is None here."""
        read = {person.pk: opened_or(None, partial(account_number, person)) for person in instances}
        numbers = {pk: number for pk, number in read.items() if number is not None}
        accounts = Account.objects.filter(pk__in=set(numbers.values()))
        return accounts, lambda account: account.pk, lambda person: numbers.get(person.pk), True, CACHED, True


def with_accounts(rows: QuerySet[Row], to_person: str = "") -> QuerySet[Row]:
    """The same rows, with their persons' accounts in one more statement. `to_person`: for example `person__`."""
    path = f"{to_person}account"
    return rows.prefetch_related(path)
