"""Words sealed under a key and bound to their row: moved to another row, or with one bit changed, they do not open."""

from held.keyring.bytes import Damaged, seal_bytes, unseal_bytes
from held.keyring.cannot_open import CannotOpen, opened_or
from held.keyring.destroyed import WhyMissing
from held.keyring.kek import NoWrappingKey
from held.keyring.request_keys import key_of, keys_read_once, keys_there, read_keys
from held.keyring.ring import forget_ring, open_ring, this_ring
from held.keyring.store import KeyGone


def new_key() -> str:
    """The id of a fresh key for one thing, on the disk before this returns."""
    return this_ring().new_key()


def forget_key(key_id: str) -> None:
    """Take away a key under which nothing was kept. Older copies of the keys may go on holding it."""
    this_ring().forget(key_id)


def key_opens(key_id: str) -> bool:
    """Whether the key is there and can be used."""
    try:
        return bool(key_of(key_id))
    except (KeyGone, NoWrappingKey):
        return False


def key_is_destroyed(key_id: str) -> bool:
    """Whether the key is gone because it was destroyed on purpose: nothing under it can ever be read."""
    return not key_opens(key_id) and this_ring().why_missing(key_id) is WhyMissing.DESTROYED


def refuse_if_a_key_does_not_open() -> None:
    """Before a key is destroyed: while another is damaged none can be. Raises NoWrappingKey."""
    this_ring().open_every_key()


def destroy_key(key_id: str) -> None:
    """Take a key away for good: from then on no copy made before, with the keys of today, opens what lay under it.

    Raises OSError on a full disk; raises NoWrappingKey when the keyring is damaged. Then it is still there. A key
    that is gone already stays gone, and what was cut off is ended.
    """
    this_ring().destroy([key_id])


def seal(key_id: str, where: str, words: str) -> bytes:
    """Seal words under a key for one place (`where` names the row and field). Raises KeyGone."""
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
    "refuse_if_a_key_does_not_open",
    "seal",
    "unseal",
]
