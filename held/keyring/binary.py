"""Seals bytes under a key and binds them to their row: short ones in one message, long ones as a stream.

One message: magic and suite (4 bytes), nonce (12), AES-256-GCM ciphertext with its tag (16).
"""

import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from held.keyring.request_keys import key_of
from held.keyring.ring import this_ring
from held.keyring.streaming import Damaged, clear_stream, sealed_stream
from held.lib.stored_strings import ASSOCIATED_DATA, MESSAGE_MAGIC, STREAM_MAGIC


def seal_bytes(key_id: str, where: str, data: bytes) -> bytes:
    """Seal bytes under a key, bound to `where` (the row and field). Raises KeyGone."""
    nonce = secrets.token_bytes(12)
    cipher = AESGCM(key_of(key_id))
    return MESSAGE_MAGIC + nonce + cipher.encrypt(nonce, data, _about(key_id, where, MESSAGE_MAGIC))


def unseal_bytes(key_id: str, where: str, sealed: bytes | memoryview) -> bytes:
    """The bytes, exactly as they were given. Raises KeyGone, or Damaged when a bit or the row differs."""
    sealed = bytes(sealed)
    cipher = AESGCM(key_of(key_id))
    try:
        data = cipher.decrypt(sealed[4:16], sealed[16:], _about(key_id, where, MESSAGE_MAGIC))
    except (InvalidTag, ValueError) as reason:
        raise Damaged(where) from reason
    if sealed[:4] != MESSAGE_MAGIC:
        raise Damaged(where)
    return data


def sealing(key_id: str, where: str, target: BinaryIO) -> BinaryIO:
    """A stream that seals into `target` what is written to it. Raises KeyGone, or what `target` raises.

    Closing the stream writes its end and leaves `target` open. An exception or garbage collection also ends the stream:
    `target` then opens as a shorter, valid whole, so after an error the caller must discard `target`.
    """
    return sealed_stream(key_of(key_id), _about(key_id, where, STREAM_MAGIC), target)


def unsealing(key_id: str, where: str, source: BinaryIO) -> BinaryIO:
    """The clear bytes of a sealed stream. Raises KeyGone; reading raises Damaged when a bit, the row or the end
    differs.

    Each megabyte is checked before it is returned, the end only at the end: only after reading to the end does the
    caller know that nothing is missing. Closing the stream leaves `source` open.
    """
    return clear_stream(key_of(key_id), _about(key_id, where, STREAM_MAGIC), source)


def _about(key_id: str, where: str, magic: bytes) -> bytes:
    return ASSOCIATED_DATA.format(this_ring().site_id, key_id, where, magic.decode()).encode()


__all__ = ["Damaged", "seal_bytes", "sealing", "unseal_bytes", "unsealing"]
