"""The only module that touches the bytes of photographs on the disk.

Each blob is sealed under its picture's own key, under a random name, padded so that its length reveals little (Padmé,
at most 12 % more). A blob is completely on the disk before its row is written, and is never rewritten.
"""

import os
import secrets
import struct
import uuid
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from typing_extensions import Buffer

from held.keyring.binary import seal_bytes, sealing, unseal_bytes, unsealing
from held.keyring.text import Damaged
from held.lib.disk import private_folder, sync_folder, write_durably
from held.lib.stored_strings import SEALED_ORIGINAL, SEALED_RENDITION

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_LENGTH = struct.Struct(">Q")
STEP = 1 << 20  # bytes read at once


class Missing(Damaged):
    """The blob that a row names is missing."""


def put(key_id: str, where: str, data: bytes) -> str:
    """Store bytes, on the disk when this returns; returns the blob's name. Raises KeyGone, OSError."""
    name = _new_name()
    framed = _LENGTH.pack(len(data)) + data
    write_durably(_made(name), seal_bytes(key_id, where, framed + bytes(padded(len(framed)) - len(framed))))
    return name


def get(name: str, key_id: str, where: str) -> bytes:
    """The bytes, exactly as stored. Raises KeyGone, Missing, or Damaged if a bit or the row differs."""
    with _opened(name) as file:
        framed = unseal_bytes(key_id, where, file.read())
    (length,) = _LENGTH.unpack_from(framed)
    return framed[_LENGTH.size : _LENGTH.size + length]


class Receiving:
    """A file that is sealed while it arrives. No part of it is ever on the disk in clear."""

    def __init__(self, key_id: str, where: str) -> None:
        """Raises KeyGone, OSError."""
        self._name = _new_name()
        self._path = private_folder(settings.HELD_INCOMING) / self._name
        self._file = os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._sealed = sealing(key_id, where, self._file)
        self.size = 0  # bytes

    def write(self, data: bytes) -> None:
        """Seal more bytes. Raises OSError."""
        self._sealed.write(data)
        self.size += len(data)

    def finish(self) -> str:
        """The file is complete: returns the blob's name, with all of it on the disk. Raises OSError."""
        for left in _in_steps(padded(self.size) - self.size):
            self._sealed.write(bytes(left))
        self._sealed.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        whole = _made(self._name)
        self._path.replace(whole)
        sync_folder(whole.parent)
        return self._name

    def give_up(self) -> None:
        """Delete what has arrived so far."""
        with suppress(OSError, ValueError):
            self._file.close()
        self._path.unlink(missing_ok=True)


def original(name: str, key_id: str, where: str, size: int) -> BinaryIO:
    """The file as it was sent, `size` bytes, to be read once from its beginning.

    Reading raises Damaged if a bit differs or something is missing. Raises KeyGone, Missing.
    """
    file = _opened(name)
    try:
        return BufferedReader(_Original(file, unsealing(key_id, where, file), where, size))
    except BaseException:
        file.close()
        raise


def is_there(name: str) -> bool:
    """Whether a blob with this name exists."""
    return _path(name).exists() or _brought_back(name)


def let_go(name: str) -> None:
    """Move a blob that no row names to where the sweep finds it; deleting it at once would be slow."""
    with suppress(FileNotFoundError):
        _path(name).replace(private_folder(settings.HELD_INCOMING) / name)


def drop(name: str) -> None:
    """Delete a blob. One that is missing is already deleted."""
    _path(name).unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        sync_folder(_path(name).parent)


class Folder(StrEnum):
    """The folders of the vault: what rows name, what is arriving, and what no row named for a day."""

    KEPT = "photographs"
    ARRIVING = "incoming"
    ASIDE = "set-aside"


@dataclass(frozen=True)
class Blob:
    """A file of the vault: its folder, its name, and its size in bytes."""

    folder: Folder
    name: str
    size: int


def every_blob() -> list[Blob]:
    """Every stored blob, including those that no row names."""
    return _files(Folder.KEPT, Path(settings.HELD_PHOTOGRAPHS).glob("??/*"))


def arriving() -> list[Blob]:
    """Files that have begun to arrive, and blobs that were let go."""
    return _files(Folder.ARRIVING, Path(settings.HELD_INCOMING).glob("*"))


def aside() -> list[Blob]:
    """Blobs that were set aside."""
    return _files(Folder.ASIDE, Path(settings.HELD_SET_ASIDE).glob("*"))


def set_aside(name: str) -> None:
    """Set aside a blob that no row names, for some weeks. If a row names it after all, it is found again.

    An older copy of the tables may have been restored by mistake.
    """
    aside = private_folder(settings.HELD_SET_ASIDE) / name
    with suppress(FileNotFoundError):
        _path(name).replace(aside)
        sync_folder(aside.parent)


def bring_back(names: Collection[str]) -> None:
    """Move those of them that were set aside back to their place."""
    for blob in aside():
        if blob.name in names:
            _brought_back(blob.name)


def drop_arriving(name: str) -> None:
    """Delete a file that never finished arriving, or that was let go."""
    (Path(settings.HELD_INCOMING) / name).unlink(missing_ok=True)


def drop_aside(name: str) -> None:
    """Delete a blob that was set aside."""
    (Path(settings.HELD_SET_ASIDE) / name).unlink(missing_ok=True)


def _files(folder: Folder, paths: Iterable[Path]) -> list[Blob]:
    found = []
    for path in sorted(paths):
        with suppress(FileNotFoundError):
            found.append(Blob(folder, path.name, path.stat().st_size))
    return found


def where_original(picture: uuid.UUID) -> str:
    """The context to which the original is bound."""
    return SEALED_ORIGINAL.format(picture)


def where_rendition(picture: uuid.UUID, box: int, kind: str) -> str:
    """The context to which a rendition is bound."""
    return SEALED_RENDITION.format(picture, kind, box)


def padded(length: int) -> int:
    """The padded length for this many bytes: Padmé (Nikitin et al., PETS 2019), at most 12 % more."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    free = exponent - exponent.bit_length()
    mask = (1 << free) - 1
    return (length + mask) & ~mask


class _Original(RawIOBase):
    """The original without its padding; its end is returned only when the whole blob was verified."""

    def __init__(self, file: BinaryIO, source: BinaryIO, where: str, size: int) -> None:
        self._file, self._source, self._where, self._left = file, source, where, size

    def readable(self) -> bool:
        """Always True: it is a reader."""
        return True

    def readinto(self, into: Buffer) -> int:
        """Read some more of it; returns how many bytes. Raises Damaged."""
        view = memoryview(into).cast("B")
        data = self._source.read(min(len(view), self._left))
        if not data:
            self._end()
        view[: len(data)] = data
        self._left -= len(data)
        return len(data)

    def close(self) -> None:
        """Close the blob with it."""
        self._source.close()
        self._file.close()
        super().close()

    def _end(self) -> None:
        while self._source.read(STEP):
            pass
        if self._left:
            raise Damaged(self._where)


def _new_name() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(26))


def _path(name: str) -> Path:
    return Path(settings.HELD_PHOTOGRAPHS) / name[:2] / name


def _made(name: str) -> Path:
    """The blob's path, with its folder created; a folder not synced to the disk would be lost with the blob."""
    path = _path(name)
    if not path.parent.is_dir():
        private_folder(private_folder(settings.HELD_PHOTOGRAPHS) / name[:2])
        sync_folder(path.parent.parent)
    return path


def _leaving_no_trace(path: str, flags: int) -> int:
    """Open without updating the access time, which would reveal that and when somebody looked."""
    try:
        return os.open(path, flags | getattr(os, "O_NOATIME", 0))
    except PermissionError:  # only the owner may set O_NOATIME
        return os.open(path, flags)


def _opened(name: str) -> BinaryIO:
    try:
        return open(_path(name), "rb", opener=_leaving_no_trace)
    except FileNotFoundError as reason:
        if _brought_back(name):
            return _opened(name)
        raise Missing(name) from reason


def _brought_back(name: str) -> bool:
    """Move it back if it was set aside, because a row names it; returns whether it was."""
    try:
        (Path(settings.HELD_SET_ASIDE) / name).replace(_made(name))
    except FileNotFoundError:
        return False
    return True


def _in_steps(length: int) -> Iterator[int]:
    while length > 0:
        yield min(length, STEP)
        length -= STEP
