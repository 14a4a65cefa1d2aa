"""The one module that touches the bytes of photographs on the disk.

Each lies sealed under its picture's own key, under a random name, padded so that its length says little (Padmé, at
most 12 % more). A blob is whole on the disk before its row is written, and is never rewritten.
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

from held.keyring.bytes import seal_bytes, sealing, unseal_bytes, unsealing
from held.keyring.words import Damaged
from held.lib.disk import private_folder, sync_folder, write_durably
from held.lib.stored_strings import SEALED_ORIGINAL, SEALED_RENDITION

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_LENGTH = struct.Struct(">Q")
STEP = 1 << 20  # bytes read at once


class Missing(Damaged):
    """The blob a row names is not there."""


def put(key_id: str, where: str, data: bytes) -> str:
    """Keep bytes, on the disk when this returns; the name under which they lie. Raises KeyGone, OSError."""
    name = _new_name()
    told = _LENGTH.pack(len(data)) + data
    write_durably(_made(name), seal_bytes(key_id, where, told + bytes(padded(len(told)) - len(told))))
    return name


def get(name: str, key_id: str, where: str) -> bytes:
    """The bytes, exactly as they were kept. Raises KeyGone, Missing, or Damaged when a bit or the row differs."""
    with _opened(name) as file:
        told = unseal_bytes(key_id, where, file.read())
    (length,) = _LENGTH.unpack_from(told)
    return told[_LENGTH.size : _LENGTH.size + length]


class Receiving:
    """A file that is sealed while it arrives. Nothing of it is ever on the disk in clear."""

    def __init__(self, key_id: str, where: str) -> None:
        """Raises KeyGone, OSError."""
        self._name = _new_name()
        self._path = private_folder(settings.HELD_INCOMING) / self._name
        self._file = os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._sealed = sealing(key_id, where, self._file)
        self.size = 0  # bytes

    def write(self, data: bytes) -> None:
        """Seal some more. Raises OSError."""
        self._sealed.write(data)
        self.size += len(data)

    def finish(self) -> str:
        """Nothing more comes: the name under which it lies, whole on the disk. Raises OSError."""
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
        """What came so far is taken away again."""
        with suppress(OSError, ValueError):
            self._file.close()
        self._path.unlink(missing_ok=True)


def original(name: str, key_id: str, where: str, size: int) -> BinaryIO:
    """The file as it was sent, `size` bytes, to be read once from its beginning.

    Reading raises Damaged where a bit differs or something is missing. Raises KeyGone, Missing.
    """
    file = _opened(name)
    try:
        return BufferedReader(_Original(file, unsealing(key_id, where, file), where, size))
    except BaseException:
        file.close()
        raise


def is_there(name: str) -> bool:
    """Whether a blob lies here under this name."""
    return _path(name).exists() or _brought_back(name)


def let_go(name: str) -> None:
    """Move a blob that no row names to where the sweep finds it: to take it away at once is slow."""
    with suppress(FileNotFoundError):
        _path(name).replace(private_folder(settings.HELD_INCOMING) / name)


def drop(name: str) -> None:
    """Take a blob away. One that is not there is gone already."""
    _path(name).unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        sync_folder(_path(name).parent)


class Folder(StrEnum):
    """The folders of the vault: what rows name, what arrives, and what no row named for a day."""

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
    """Everything that is kept here, also what no row names."""
    return _files(Folder.KEPT, Path(settings.HELD_PHOTOGRAPHS).glob("??/*"))


def arriving() -> list[Blob]:
    """What has begun to arrive, and what was let go."""
    return _files(Folder.ARRIVING, Path(settings.HELD_INCOMING).glob("*"))


def aside() -> list[Blob]:
    """What was set aside."""
    return _files(Folder.ASIDE, Path(settings.HELD_SET_ASIDE).glob("*"))


def set_aside(name: str) -> None:
    """Put a blob that no row names where it waits for some weeks: an older copy of the tables may have been put here by
    mistake. Whatever row names it after all finds it again."""
    aside = private_folder(settings.HELD_SET_ASIDE) / name
    with suppress(FileNotFoundError):
        _path(name).replace(aside)
        sync_folder(aside.parent)


def bring_back(names: Collection[str]) -> None:
    """Those of them that were set aside lie in their place again."""
    for blob in aside():
        if blob.name in names:
            _brought_back(blob.name)


def drop_arriving(name: str) -> None:
    """Take away what began to arrive and was never finished, or was let go."""
    (Path(settings.HELD_INCOMING) / name).unlink(missing_ok=True)


def drop_aside(name: str) -> None:
    """Take away what was set aside."""
    (Path(settings.HELD_SET_ASIDE) / name).unlink(missing_ok=True)


def _files(folder: Folder, paths: Iterable[Path]) -> list[Blob]:
    found = []
    for path in sorted(paths):
        with suppress(FileNotFoundError):
            found.append(Blob(folder, path.name, path.stat().st_size))
    return found


def where_original(picture: uuid.UUID) -> str:
    """To what the original is bound."""
    return SEALED_ORIGINAL.format(picture)


def where_rendition(picture: uuid.UUID, box: int, kind: str) -> str:
    """To what a rendition is bound."""
    return SEALED_RENDITION.format(picture, kind, box)


def padded(length: int) -> int:
    """The length to which so many bytes are padded: Padmé (Nikitin et al., PETS 2019), of at most 12 % more."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    free = exponent - exponent.bit_length()
    mask = (1 << free) - 1
    return (length + mask) & ~mask


class _Original(RawIOBase):
    """What was sent, without what pads it; its end is told only when the whole blob was found to be right."""

    def __init__(self, file: BinaryIO, source: BinaryIO, where: str, size: int) -> None:
        self._file, self._source, self._where, self._left = file, source, where, size

    def readable(self) -> bool:
        """That is what it is for."""
        return True

    def readinto(self, into: Buffer) -> int:
        """Some more of it; how many bytes. Raises Damaged."""
        view = memoryview(into).cast("B")
        data = self._source.read(min(len(view), self._left))
        if not data:
            self._end()
        view[: len(data)] = data
        self._left -= len(data)
        return len(data)

    def close(self) -> None:
        """The blob is closed with it."""
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
    """Where the blob will lie, its folder made; a folder whose own name is not on the disk would be lost with it."""
    path = _path(name)
    if not path.parent.is_dir():
        private_folder(private_folder(settings.HELD_PHOTOGRAPHS) / name[:2])
        sync_folder(path.parent.parent)
    return path


def _leaving_no_trace(path: str, flags: int) -> int:
    """A disk notes of each file when it was last read; of these it would tell that somebody looked, and when."""
    try:
        return os.open(path, flags | getattr(os, "O_NOATIME", 0))
    except PermissionError:  # only the owner may ask for that
        return os.open(path, flags)


def _opened(name: str) -> BinaryIO:
    try:
        return open(_path(name), "rb", opener=_leaving_no_trace)
    except FileNotFoundError as reason:
        if _brought_back(name):
            return _opened(name)
        raise Missing(name) from reason


def _brought_back(name: str) -> bool:
    """Whether it was set aside, and lies in its place again: a row names it."""
    try:
        (Path(settings.HELD_SET_ASIDE) / name).replace(_made(name))
    except FileNotFoundError:
        return False
    return True


def _in_steps(length: int) -> Iterator[int]:
    while length > 0:
        yield min(length, STEP)
        length -= STEP
