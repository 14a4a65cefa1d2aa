"""The secret by which `held check --address` knows this place from outside: good once, for a minute.

It is a file, because the command and the place are two processes; it holds a hash, and its owner alone can read it.
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
    """A new secret of 256 bits; a former one is good no longer. Raises OSError."""
    secret, written = secrets.token_urlsafe(32), _file().with_suffix(".new")
    written.unlink(missing_ok=True)
    handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(f"{_hash(secret)} {time.monotonic()}")
    written.replace(_file())
    return secret


def use(secret: str) -> bool:
    """Whether this is the secret. It is used up then."""
    try:
        kept, begun = _file().read_text().split()
        # One clock for all processes of a machine, which nobody sets; after a start it begins again.
        is_in_time = 0 <= time.monotonic() - float(begun) <= GOOD_FOR
        if not is_in_time or not hmac.compare_digest(kept, _hash(secret)):
            return False
        _file().unlink()
    except (OSError, ValueError):  # there is none, or another request used it a moment ago
        return False
    return True


def end() -> None:
    """No secret is good any longer."""
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.HELD_DATA) / "address-check"


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
