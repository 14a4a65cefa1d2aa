"""The key that wraps all other keys: 32 random bytes in a file of its own, named by its epoch.

Where keys are in buckets (`held.keyring.buckets`), the file ends with a mark after these bytes. A program from before
buckets then refuses the file for its length, and changes nothing; otherwise it would open a keyring that it misreads.
"""

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from held.lib.disk import private_folder, sync_folder, write_durably
from held.lib.stored_strings import KEYS_IN_BUCKETS, WRAPPED_KEY

NAME = re.compile(r"kek-(\d+)")


class NoWrappingKey(Exception):
    """The keyring exists, but the file with the key that opens it is missing or incomplete."""


@dataclass(frozen=True)
class WrappingKey:
    """The key of one epoch; a new epoch begins when a key it wraps has to be destroyed in old copies too."""

    epoch: int
    key: bytes
    in_buckets: bool = False

    @property
    def written(self) -> bytes:
        """What its file has."""
        return self.key + KEYS_IN_BUCKETS * self.in_buckets

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

    def opens(self, key_id: str, wrapped: bytes) -> bool:
        """Whether it unwraps this key."""
        try:
            return bool(self.unwrap(key_id, wrapped))
        except NoWrappingKey:
            return False

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
        written = (folder / file_of(epoch)).read_bytes()
    except FileNotFoundError as reason:
        raise NoWrappingKey(f"{folder / file_of(epoch)} is missing.") from reason
    key, mark = written[:32], written[32:]
    if len(key) != 32 or mark not in {b"", KEYS_IN_BUCKETS}:
        raise NoWrappingKey(f"{file_of(epoch)} should hold 32 bytes and holds {len(written)}.")
    return WrappingKey(epoch, key, in_buckets=bool(mark))


def make_wrapping_key(folder: Path, epoch: int, *, in_buckets: bool = False) -> WrappingKey:
    """The key of a new epoch; it is on disk when this returns."""
    made = WrappingKey(epoch, secrets.token_bytes(32), in_buckets)
    write_durably(private_folder(folder) / file_of(epoch), made.written)
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
            os.write(handle, secrets.token_bytes(max(32, os.fstat(handle).st_size)))
            os.fsync(handle)
        finally:
            os.close(handle)
        path.unlink()
