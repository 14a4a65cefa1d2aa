"""The secret with which this place signs: sessions, and the forms in which somebody is writing."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from held.lib.disk import private_folder, write_durably


class NoSecret(Exception):
    """Keys are there and the secret beside them is not; the message says what would help."""


_is_kept: ContextVar[bool] = ContextVar("is_kept", default=True)


@contextmanager
def made_for_now() -> Iterator[None]:
    """In here a secret that is made is not written: a command that only looks makes no place."""
    former = _is_kept.set(False)
    try:
        yield
    finally:
        _is_kept.reset(former)


def read_or_make_secret(folder: Path) -> str:
    """The place's secret from its folder of keys, made and on the disk if the place is new. Raises NoSecret.

    Where there are keys a new one would be another: addresses and paper codes hang on the one that was there.
    """
    path = folder / "secret"
    if not path.exists() or not path.stat().st_size:
        if (folder / "keyring.db").exists():
            raise NoSecret(
                f"{path} is missing, and without it no address of a story and no paper code opens. "
                "Please put the file “secret” back from the folder “keys” of the second copy; nothing was changed."
            )
        made = secrets.token_hex(32)
        if not _is_kept.get():
            return made
        write_durably(private_folder(folder) / "secret", made.encode())
    return path.read_text()


def keyed_hash(secret: str, purpose: str, value: str) -> str:
    """What is kept of a value that must be found again and never read: HMAC-SHA-256, in hexadecimal."""
    return hmac.new(secret.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()
