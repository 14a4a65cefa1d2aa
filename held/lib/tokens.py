"""Random secrets for links, and the hashes that are kept instead of them."""

import hashlib
import secrets


def new_token() -> str:
    """A secret of 256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def new_address() -> str:
    """A secret of 128 random bits, short enough to be copied by hand, safe in an address."""
    return secrets.token_urlsafe(16)


def token_hash(token: str) -> str:
    """What is kept of a token: its SHA-256, in hexadecimal. It has enough random bits to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
