"""Words sealed under a key and bound to their row: moved to another row, or with one bit changed, they do not open.

One message: magic and suite (4 bytes), nonce (12), AES-256-GCM ciphertext with its tag (16).
"""

import secrets
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from held.keyring.kek import NoWrappingKey
from held.keyring.store import KeyGone, Keyring

MAGIC = b"HLD1"


class Damaged(Exception):
    """What lies there is not what was sealed: it is never shown."""


def new_key() -> str:
    """The id of a fresh key for one thing, on the disk before this returns."""
    return _ring().new_key()


def seal(key_id: str, where: str, words: str) -> bytes:
    """Seal words under a key for one place (`where` names the row and field). Raises KeyGone."""
    nonce = secrets.token_bytes(12)
    ring = _ring()
    cipher = AESGCM(ring.key(key_id))
    return MAGIC + nonce + cipher.encrypt(nonce, words.encode(), _about(ring, key_id, where))


def unseal(key_id: str, where: str, sealed: bytes | memoryview) -> str:
    """The words, exactly as they were given. Raises KeyGone, or Damaged when a bit or the row differs."""
    sealed = bytes(sealed)
    ring = _ring()
    cipher = AESGCM(ring.key(key_id))
    try:
        words = cipher.decrypt(sealed[4:16], sealed[16:], _about(ring, key_id, where))
    except (InvalidTag, ValueError) as reason:
        raise Damaged(where) from reason
    if sealed[:4] != MAGIC:
        raise Damaged(where)
    return words.decode()


def open_ring(folder: Path) -> Keyring:
    """The keyring in a folder, opened once for the whole process."""
    return _opened(folder)


def forget_ring() -> None:
    """Before other files take the place of the keys: what is opened next is read from them anew."""
    _opened.cache_clear()


def _ring() -> Keyring:
    return _opened(settings.HELD_KEYS)


@cache
def _opened(folder: Path) -> Keyring:
    return Keyring(folder)


def _about(ring: Keyring, key_id: str, where: str) -> bytes:
    return f"{ring.place} {key_id} {where} {MAGIC.decode()}".encode()


__all__ = ["Damaged", "KeyGone", "NoWrappingKey", "forget_ring", "new_key", "open_ring", "seal", "unseal"]
