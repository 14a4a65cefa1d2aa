"""Hashes under a key of the keyring: values that can be found again, but not recovered without that key."""

import hashlib
import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from held.keyring.request_keys import key_of
from held.lib.stored_strings import HKDF_HASH


def hash_under(key_id: str, purpose: str, value: str) -> str:
    """HMAC-SHA-256 of the value, in hexadecimal. Raises KeyGone, NoWrappingKey.

    Once the key is destroyed, nobody can find out which value it was, not even by trying every one. The HMAC key is
    derived from the one in the keyring, so that no key ever serves two schemes.
    """
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=HKDF_HASH).derive(key_of(key_id))
    return hmac.new(derived, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()
