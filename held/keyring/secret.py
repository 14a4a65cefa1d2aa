"""The secret with which this place signs: sessions, and the forms in which somebody is writing."""

import hashlib
import hmac
import secrets
from pathlib import Path

from held.lib.disk import private_folder, write_durably


def read_or_make_secret(folder: Path) -> str:
    """The place's secret from its folder of keys, made and on the disk if there was none."""
    path = folder / "secret"
    if not path.exists():
        write_durably(private_folder(folder) / "secret", secrets.token_hex(32).encode())
    return path.read_text()


def keyed_hash(secret: str, purpose: str, value: str) -> str:
    """What is kept of a value that must be found again and never read: HMAC-SHA-256, in hexadecimal."""
    return hmac.new(secret.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()
