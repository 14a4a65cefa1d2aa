"""Seals words under a key and binds them to their row: moved to another row, or with one bit changed, they don't
open.
"""

from held.keyring.binary import Damaged, seal_bytes, unseal_bytes
from held.keyring.cannot_open import CannotOpen, opened_or
from held.keyring.destroyed import WhyMissing
from held.keyring.kek import NoWrappingKey
from held.keyring.request_keys import key_of, keys_read_once, keys_there, read_keys
from held.keyring.ring import forget_ring, open_ring, this_ring
from held.keyring.store import KeyGone


def new_key(beside: str = "") -> str:
    """The id of a new key for one thing; it is on disk when this returns.

    `beside`: the id of a key; destroying the new one is as much work as destroying that one.
    """
    return this_ring().new_key(beside)


def forget_key(key_id: str) -> None:
    """Delete a key that seals nothing. Older copies of the keys may still have it."""
    this_ring().forget(key_id)


def key_opens(key_id: str) -> bool:
    """Whether the key exists and can be used."""
    try:
        return bool(key_of(key_id))
    except (KeyGone, NoWrappingKey):
        return False


def key_is_destroyed(key_id: str) -> bool:
    """Whether the key is gone because it was destroyed on purpose: what it sealed can never be read again."""
    return not key_opens(key_id) and this_ring().why_missing(key_id) is WhyMissing.DESTROYED


def refuse_to_destroy(key_id: str) -> None:
    """Call before destroying a key: that is impossible while one of its bucket is damaged. Raises NoWrappingKey."""
    this_ring().refuse_to_destroy(key_id)


def destroy_key(key_id: str) -> None:
    """Destroy a key for good: after that, no copy made before, with today's keys, opens what it sealed.

    Raises OSError on a full disk; raises NoWrappingKey when the keyring is damaged. Then the key still exists. If it is
    already gone, it stays gone, and an interrupted destruction is finished.
    """
    this_ring().destroy([key_id])


def seal(key_id: str, where: str, words: str) -> bytes:
    """Seal words under a key, bound to `where` (the row and field). Raises KeyGone."""
    return seal_bytes(key_id, where, words.encode())


def unseal(key_id: str, where: str, sealed: bytes | memoryview) -> str:
    """The words, exactly as they were given. Raises KeyGone, or Damaged when a bit or the row differs."""
    return unseal_bytes(key_id, where, sealed).decode()


__all__ = [
    "CannotOpen",
    "Damaged",
    "KeyGone",
    "NoWrappingKey",
    "destroy_key",
    "forget_key",
    "forget_ring",
    "key_is_destroyed",
    "key_opens",
    "keys_read_once",
    "keys_there",
    "new_key",
    "open_ring",
    "opened_or",
    "read_keys",
    "refuse_to_destroy",
    "seal",
    "unseal",
]
