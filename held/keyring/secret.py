"""The secret that signs sessions, and the forms that somebody is filling in."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from held.lib.disk import private_folder, write_durably


class NoSecret(Exception):
    """The keys exist but the secret next to them is missing; the message gives a remedy."""


_is_kept: ContextVar[bool] = ContextVar("is_kept", default=True)


@contextmanager
def made_for_now() -> Iterator[None]:
    """Inside, a new secret is not written: a command that only inspects must not create an installation."""
    former = _is_kept.set(False)
    try:
        yield
    finally:
        _is_kept.reset(former)


def read_or_make_secret(folder: Path) -> str:
    """The secret from the key folder; for a new installation, create it and put it on disk. Raises NoSecret.

    If keys exist, no new secret is created: addresses and paper codes depend on the original one.
    """
    path = folder / "secret"
    if not path.exists() or not path.stat().st_size:
        if (folder / "keyring.db").exists():
            raise NoSecret(
                f"{path} is missing, and without it no address of a story and no paper code opens. "
                "Please put the file “secret” back from the folder “keys” of the backup; nothing was changed."
            )
        made = secrets.token_hex(32)
        if not _is_kept.get():
            return made
        write_durably(private_folder(folder) / "secret", made.encode())
    return path.read_text()


def keyed_hash(secret: str, purpose: str, value: str) -> str:
    """HMAC-SHA-256 in hexadecimal: a value that can be found again but never read."""
    return hmac.new(secret.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()
