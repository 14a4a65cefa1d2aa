"""What somebody can open who has some files of keyring.db and a folder of wrapping keys, whatever the files' names."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from held.keyring.kek import NoWrappingKey, WrappingKey
from held.keyring.store import Keyring
from held.lib.stored_strings import WRAPPED_BUCKET


def every_key(folder: Path) -> dict[str, bytes]:
    """Each key of the keyring in this folder, by id, read by a process that has just opened it. All of them open."""
    with closing(Keyring(folder)) as opened:
        return {key_id: opened.key(key_id) for key_id in opened.ids()}


def openable(keyrings: list[Path], wrapping_keys: Path) -> dict[str, bytes]:
    """Each key in any of the keyrings that opens, by id.

    A wrapping key of a bucket that one keyring reveals is tried on the others too.
    """
    known = {path.read_bytes()[:32] for path in wrapping_keys.glob("kek-*")}
    known |= {
        key
        for keyring in keyrings
        for number, epoch, wrapped in rows(keyring, "SELECT number, kek, wrapped FROM bucket")
        for key in opened_by(known, WRAPPED_BUCKET.format(number), epoch, wrapped)
    }
    return {
        key_id: key
        for keyring in keyrings
        for key_id, epoch, wrapped in rows(keyring, "SELECT id, epoch, wrapped FROM key")
        for key in opened_by(known, key_id, epoch, wrapped)
    }


def opened_by(known: set[bytes], name: object, epoch: object, wrapped: object) -> Iterator[bytes]:
    """What is wrapped here, if one of these opens it."""
    for key in known:
        with suppress(NoWrappingKey):
            yield WrappingKey(epoch, key).unwrap(name, wrapped)


def rows(keyring: Path, question: str) -> list[tuple[object, ...]]:
    """The rows of a keyring that stays as it is."""
    with closing(sqlite3.connect(f"{keyring.absolute().as_uri()}?mode=ro", uri=True)) as there:
        return there.execute(question).fetchall()
