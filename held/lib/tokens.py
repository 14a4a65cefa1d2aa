"""Random secrets for links, and the hashes that are stored instead of them."""

import base64
import hashlib
import hmac
import secrets

from held.lib.stored_strings import DERIVED_PREFIX


def new_token() -> str:
    """A secret of 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def new_address() -> str:
    """A secret of 128 random bits, URL-safe, short enough to be copied by hand."""
    return secrets.token_urlsafe(16)


def token_hash(token: str) -> str:
    """The stored form of a token: its SHA-256, in hexadecimal. The token has enough random bits to require no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived_token(secret: str, *about: str) -> str:
    """A token of 256 bits derived from `secret` and its purpose: the same each time, different for each purpose."""
    message = "\0".join(about).encode()
    mac = hmac.new(secret.encode(), DERIVED_PREFIX + b"\0" + message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")
