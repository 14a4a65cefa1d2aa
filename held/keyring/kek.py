"""The key that wraps all other keys: 32 random bytes in a file of its own, named for its epoch."""

import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from held.lib.disk import private_folder, write_durably

NAME = re.compile(r"kek-(\d+)")


class NoWrappingKey(Exception):
    """The keyring is there, and the file with the key that opens it is not, or is not whole."""


@dataclass(frozen=True)
class WrappingKey:
    """The key of one epoch; a new epoch begins when a key it wraps has to be destroyed in old copies too."""

    epoch: int
    key: bytes


def find_wrapping_key(folder: Path) -> WrappingKey | None:
    """The key of the newest epoch in the folder; None when there is none yet. Raises NoWrappingKey."""
    found = [(int(match[1]), path) for path in folder.glob("kek-*") if (match := NAME.fullmatch(path.name))]
    if not found:
        return None
    epoch, path = max(found)
    key = path.read_bytes()
    if len(key) != 32:
        raise NoWrappingKey(f"{path.name} should hold 32 bytes and holds {len(key)}.")
    return WrappingKey(epoch, key)


def make_wrapping_key(folder: Path) -> WrappingKey:
    """The first key of a new place, on the disk before this returns."""
    made = WrappingKey(1, secrets.token_bytes(32))
    write_durably(private_folder(folder) / f"kek-{made.epoch}", made.key)
    return made
