"""Random secrets for links, and the hashes that are kept instead of them."""

import base64
import hashlib
import hmac
import secrets

from held.lib.stored_strings import DERIVED_PREFIX


def new_token() -> str:
    """A secret of 256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def new_address() -> str:
    """A secret of 128 random bits, short enough to be copied by hand, safe in an address."""
    return secrets.token_urlsafe(16)


def token_hash(token: str) -> str:
    """What is kept of a token: its SHA-256, in hexadecimal. It has enough random bits to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived_token(secret: str, *about: str) -> str:
    """A token of 256 bits that follows from `secret` and from what it is for: the same each time, and no other."""
    told = "\0".join(about).encode()
    mac = hmac.new(secret.encode(), DERIVED_PREFIX + b"\0" + told, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")
