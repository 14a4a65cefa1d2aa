"""The secret with which `held check --address` recognizes this installation from outside: valid once, for a minute.

It is a file, because the command and the server are two processes; it contains a hash, and only its owner can read it.
"""

import hmac
import os
import secrets
import time
from hashlib import sha256
from pathlib import Path

from django.conf import settings

GOOD_FOR = 60  # seconds


def begin() -> str:
    """A new secret of 256 bits; an earlier one is no longer valid. Raises OSError."""
    secret, written = secrets.token_urlsafe(32), _file().with_suffix(".new")
    written.unlink(missing_ok=True)
    handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(f"{_hash(secret)} {time.monotonic()}")
    written.replace(_file())
    return secret


def use(secret: str) -> bool:
    """Whether this is the secret; if so, it is used up."""
    try:
        kept, begun = _file().read_text().split()
        # One clock for all processes of a machine, which nobody can set; it restarts with the machine.
        is_in_time = 0 <= time.monotonic() - float(begun) <= GOOD_FOR
        if not is_in_time or not hmac.compare_digest(kept, _hash(secret)):
            return False
        _file().unlink()
    except (OSError, ValueError):  # there is none, or another request has just used it
        return False
    return True


def end() -> None:
    """Invalidate the secret."""
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.HELD_DATA) / "address-check"


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
