"""The key that wraps all other keys: 32 random bytes in a file of its own, named by its epoch."""

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from held.lib.disk import private_folder, sync_folder, write_durably
from held.lib.stored_strings import WRAPPED_KEY

NAME = re.compile(r"kek-(\d+)")


class NoWrappingKey(Exception):
    """The keyring exists, but the file with the key that opens it is missing or incomplete."""


@dataclass(frozen=True)
class WrappingKey:
    """The key of one epoch; a new epoch begins when a key it wraps has to be destroyed in old copies too."""

    epoch: int
    key: bytes

    def wrap(self, key_id: str, key: bytes) -> bytes:
        """The key, wrapped; it opens only under this id and in this epoch."""
        nonce = secrets.token_bytes(12)
        return nonce + AESGCM(self.key).encrypt(nonce, key, self._about(key_id))

    def unwrap(self, key_id: str, wrapped: bytes) -> bytes:
        """The unwrapped key. Raises NoWrappingKey."""
        try:
            return AESGCM(self.key).decrypt(wrapped[:12], wrapped[12:], self._about(key_id))
        except (InvalidTag, ValueError) as reason:
            raise NoWrappingKey(f"{file_of(self.epoch)} does not open the key {key_id}.") from reason

    def _about(self, key_id: str) -> bytes:
        return WRAPPED_KEY.format(key_id, self.epoch).encode()


def file_of(epoch: int) -> str:
    """The file name of an epoch's wrapping key."""
    return f"kek-{epoch}"


def epochs_in(folder: Path) -> list[int]:
    """The epochs whose wrapping keys are in the folder, the newest last."""
    return sorted(int(match[1]) for path in folder.glob("kek-*") if (match := NAME.fullmatch(path.name)))


def partials_in(folder: Path) -> list[Path]:
    """Wrapping keys whose writing was interrupted: perhaps complete, but under a name that is never read."""
    return sorted(path for path in folder.glob("kek-*.part") if NAME.fullmatch(path.stem))


def destroy_partials(folder: Path) -> None:
    """Overwrite each of them in place, then delete it."""
    for path in partials_in(folder):
        _overwrite(path)
    sync_folder(folder)


def read_wrapping_key(folder: Path, epoch: int) -> WrappingKey:
    """The key of this epoch. Raises NoWrappingKey."""
    try:
        key = (folder / file_of(epoch)).read_bytes()
    except FileNotFoundError as reason:
        raise NoWrappingKey(f"{folder / file_of(epoch)} is missing.") from reason
    if len(key) != 32:
        raise NoWrappingKey(f"{file_of(epoch)} should hold 32 bytes and holds {len(key)}.")
    return WrappingKey(epoch, key)


def make_wrapping_key(folder: Path, epoch: int) -> WrappingKey:
    """The key of a new epoch; it is on disk when this returns."""
    made = WrappingKey(epoch, secrets.token_bytes(32))
    write_durably(private_folder(folder) / file_of(epoch), made.key)
    return made


def destroy_wrapping_key(folder: Path, epoch: int) -> None:
    """Overwrite it in place, then delete its file; if it is already gone, do nothing.

    A disk that does not overwrite in place (flash, copy-on-write) may keep the old bytes for a while.
    """
    _overwrite(folder / file_of(epoch))
    sync_folder(folder)


def _overwrite(path: Path) -> None:
    with suppress(FileNotFoundError):
        handle = os.open(path, os.O_WRONLY)
        try:
            os.write(handle, secrets.token_bytes(32))
            os.fsync(handle)
        finally:
            os.close(handle)
        path.unlink()
