"""Keys leave the place only into the newest second copy, and come back only from there."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings

from held.keyring.kek import (
    WrappingKey,
    destroy_halves,
    destroy_wrapping_key,
    epochs_in,
    file_of,
    halves_in,
)
from held.keyring.sql import EVERY_NO, NOES, SAY_NO
from held.keyring.store import Keyring
from held.keyring.words import forget_ring, open_ring
from held.lib.disk import private_folder, sync_file, sync_folder, write_durably

TRIES = 5  # times the keys are copied in a row, when some are destroyed meanwhile; more come with the next chore


class OtherKeys(Exception):
    """The copy holds a key that would be lost if it were overwritten; the message says which, and what would help."""


def copy_keys(into: Path) -> None:
    """Overwrite the copy of the keys; each file is at every moment the former or the new one, whole.

    The secret and the wrapping key of an epoch never change, so one that differs may be the last good one: raises
    OtherKeys, also where the copied keys are of a later epoch than ours.

    What was destroyed while it was copied is not in it at the end. Where keys are destroyed each time anew, the copy
    stays whole, and behind (`are_behind`).

    The wrapping key goes first: beside an older keyring, which says itself which one opens it, it does no harm. The
    former one goes last, and is overwritten: what was destroyed here must not open from there.

    A no that only the copy holds (the keys here were put back from somewhere older) is taken over first.
    """
    private_folder(into)
    source, ring = settings.HELD_KEYS, open_ring(settings.HELD_KEYS)
    if (_epoch_of(into / "keyring.db") or 0) > ring.epoch:
        raise OtherKeys(
            f"The keys in {into} are newer than those in {source}; nothing was changed. With the place stopped, please "
            "put the copied ones back."
        )
    secret = (source / "secret").read_bytes()
    _refuse_another(secret, into / "secret")
    _take_over_noes(ring, into / "keyring.db")

    def what_it_needs(kek: WrappingKey) -> None:
        """Lies beside the former keyring before the new one takes its place."""
        _refuse_another(kek.key, into / file_of(kek.epoch))
        write_durably(into / file_of(kek.epoch), kek.key)
        write_durably(into / "secret", secret)

    for _ in range(TRIES):
        ring.copy_to(into / "keyring.db", what_it_needs)
        _keep_only_its_wrapping_key(into)
        if _epoch_of(into / "keyring.db") == ring.epoch:
            break


def are_behind(copied: Path) -> bool:
    """Whether the copy of our keys still holds some that were destroyed here, or lacks a no that was said here."""
    ring, epoch = open_ring(settings.HELD_KEYS), _epoch_of(copied / "keyring.db")
    if epoch is None or place_of(copied / "keyring.db") != ring.place:
        return False
    if epoch < ring.epoch or len(epochs_in(copied)) > 1 or halves_in(copied):
        return True
    return bool(_those_beyond(noes_in(copied / "keyring.db"), ring.noes()))


def are_whole(folder: Path) -> bool:
    """Whether a keyring, the wrapping key that it names and the secret are there."""
    epoch = _epoch_of(folder / "keyring.db")
    return epoch is not None and (folder / "secret").exists() and (folder / file_of(epoch)).exists()


def put_keys_back(source: Path) -> None:
    """Replace the keys of this place by the copied ones, the keyring last: where it is, all the others are.

    Where the keys of the same place are here already, they stay: they are the newest, and what was taken away for
    good since the copy was made is not brought back. If the copied ones are of a later epoch, it is ours that are old.

    Whichever stay, they hold every no of both, wherever in between this is cut off and done again.
    """
    target = private_folder(settings.HELD_KEYS)
    ours, theirs = target / "keyring.db", source / "keyring.db"
    coming = target / "keyring.db.coming"
    newest = are_whole(target) and (_epoch_of(ours) or 0) >= (_epoch_of(theirs) or 0)
    if newest and place_of(ours) == place_of(theirs):
        _add_noes(_those_beyond(noes_in(ours), noes_in(theirs)), ours)
        return
    forget_ring()
    _lay_ready(theirs, [path for path in (ours, coming) if place_of(path) == place_of(theirs)], coming)
    for former in sorted(target.iterdir(), key=lambda path: path.name != "keyring.db"):
        if former != coming:
            former.unlink()
    for name in (file_of(_epoch_of(theirs) or 0), "secret"):
        write_durably(target / name, (source / name).read_bytes())
    coming.replace(ours)
    sync_folder(target)


def noes_in(keyring: Path) -> dict[str, int]:
    """The log of no's in a file of keys that is not open; none where there is none that can be read."""
    return {str(thing): int(str(turn)) for thing, turn in _rows(keyring, EVERY_NO)}


def ids_in(keyring: Path) -> set[str]:
    """The id of each key in a keyring that is not open; none where there is none that can be read."""
    return {str(key_id) for (key_id,) in _rows(keyring, "SELECT id FROM key")}


def place_of(keyring: Path) -> str | None:
    """The id of the place whose keys these are; None where there is no keyring that can be read."""
    told = _ask(keyring, "SELECT id FROM place")
    return None if told is None else str(told)


def _keep_only_its_wrapping_key(into: Path) -> None:
    epoch_of_copy = _epoch_of(into / "keyring.db")
    for epoch in epochs_in(into):
        if epoch != epoch_of_copy:
            destroy_wrapping_key(into, epoch)
    destroy_halves(into)


def _epoch_of(keyring: Path) -> int | None:
    told = _ask(keyring, "PRAGMA user_version")
    return None if told is None else max(1, int(str(told)))


def _ask(keyring: Path, question: str) -> object:
    rows = _rows(keyring, question)
    return rows[0][0] if rows else None


def _rows(keyring: Path, question: str) -> list[tuple[object, ...]]:
    if not keyring.exists():
        return []
    try:
        with closing(sqlite3.connect(f"{keyring.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            return copy.execute(question).fetchall()
    except sqlite3.DatabaseError:
        return []


def _lay_ready(theirs: Path, former: list[Path], coming: Path) -> None:
    """The copied keyring with every no of the former ones in it: whole under this name, or not there."""
    half = coming.with_name(coming.name + ".part")
    write_durably(half, theirs.read_bytes())
    for path in former:
        _add_noes(_those_beyond(noes_in(half), noes_in(path)), half)
    sync_file(half)
    half.replace(coming)
    sync_folder(coming.parent)


def _take_over_noes(ring: Keyring, copied: Path) -> None:
    if place_of(copied) == ring.place:
        for thing, turn in _those_beyond(ring.noes(), noes_in(copied)).items():
            ring.append_no(thing, turn)


def _those_beyond(known: dict[str, int], others: dict[str, int]) -> dict[str, int]:
    return {thing: turn for thing, turn in others.items() if turn > known.get(thing, -1)}


def _add_noes(noes: dict[str, int], keyring: Path) -> None:
    if noes:
        with closing(sqlite3.connect(keyring)) as there, there:
            there.executescript(NOES)
            there.executemany(SAY_NO, noes.items())


def _refuse_another(ours: bytes, there: Path) -> None:
    if there.exists() and there.read_bytes() not in {b"", ours}:
        raise OtherKeys(
            f"The file “{there.name}” in {there.parent} is another than the one in {settings.HELD_KEYS}, and one of "
            "them opens nothing of this place; neither was changed. If yours was lost and made anew, please put the "
            "copied one back; else choose another folder."
        )
