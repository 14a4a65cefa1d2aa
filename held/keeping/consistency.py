"""Checks whether the words and the keys belong together: neither is usable without the other."""

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from held.accounts.models import Account
from held.keeping.identity import noted_site_id
from held.keeping.key_copies import site_id_of
from held.keyring.text import KeyGone, open_ring

OWN_DATABASE = "please make an empty one (createdb NAME), and name it in HELD_DATABASE_URL."


class NotTogether(Exception):
    """The keys or the words exist here, and the other is lost."""

    def __init__(self, wrong: str, remedy: str) -> None:
        """The problem and the remedy, a sentence each."""
        super().__init__(f"{wrong} {remedy}")
        self.wrong, self.remedy = wrong, remedy


class WordsGone(NotTogether):
    """The keys exist, and the database is missing or empty."""

    def __init__(self) -> None:
        """The problem and the remedy."""
        super().__init__(
            "The keys are here, but the words are missing: there is no database, or an empty one.",
            "To bring the words back from the backup: bin/held restore FOLDER. If they are kept in PostgreSQL, is "
            "HELD_DATABASE_URL what it should be?",
        )


def refuse_mismatched_keys() -> None:
    """Raises NotTogether when accounts exist without any of their keys, or keys without tables; creates nothing.

    A new installation has neither. An interrupted first start may have left tables without an account, and a key whose
    account was not saved: both may start. Raises NoWrappingKey when the keys do not open.
    """
    ours, noted = site_id_of(settings.HELD_KEYS / "keyring.db"), noted_site_id()
    if ours and noted not in {"", ours}:
        raise _another_place()
    if _accounts_without_keys():
        second = f" If this is to be a second place: {OWN_DATABASE}" if noted else ""
        raise NotTogether(
            "The words are here, their keys are not: nobody can read what was written.",
            f"Nothing is lost as long as the backup has the keys: stop the place and put everything in "
            f"its folder “keys” into {settings.HELD_KEYS}.{second}",
        )
    if noted and not ours:
        raise _another_place()
    if keys_without_words():
        raise WordsGone


def refuse_database_of_another_place() -> None:
    """Raises NotTogether when the database belongs to another place than the keys here; also raises DatabaseError."""
    if noted_site_id() not in {"", site_id_of(settings.HELD_KEYS / "keyring.db")}:
        raise _another_place()


def keys_without_words() -> bool:
    """Whether keys were created here and the database never had a table: the first table is older than any key."""
    return any_key_is_there() and not MigrationRecorder(connection).applied_migrations()


def any_key_is_there() -> bool:
    """Whether keys were created here. Reads no table."""
    return _keyring_is_there() and _has_any_key()


def _another_place() -> NotTogether:
    return NotTogether(
        f"The database in HELD_DATABASE_URL belongs to another place than {settings.HELD_DATA}.",
        f"Two places can’t share a database: {OWN_DATABASE} If it is the database of this place, HELD_DATA has to name "
        "the folder with its keys.",
    )


def _accounts_without_keys() -> bool:
    if "accounts_account" not in connection.introspection.table_names():
        return False
    ids = list(Account.objects.order_by("pk").values_list("key", flat=True))
    return bool(ids) and not (_keyring_is_there() and any(_opens(key) for key in ids))


def _keyring_is_there() -> bool:
    return (settings.HELD_KEYS / "keyring.db").exists()


def _has_any_key() -> bool:
    return next(open_ring(settings.HELD_KEYS).ids(), None) is not None


def _opens(key: str) -> bool:
    try:
        return bool(open_ring(settings.HELD_KEYS).key(key))
    except KeyGone:  # someone who left for good destroyed their key
        return False
