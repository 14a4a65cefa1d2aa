"""Copies keys into the newest backup, and back from there; they are copied nowhere else."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings

from held.keyring.kek import (
    WrappingKey,
    destroy_partials,
    destroy_wrapping_key,
    epochs_in,
    file_of,
    partials_in,
)
from held.keyring.sql import ADD_REFUSAL, EVERY_REFUSAL, REFUSAL_LOG
from held.keyring.store import Keyring
from held.keyring.text import forget_ring, open_ring
from held.lib.disk import private_folder, sync_file, sync_folder, write_durably

TRIES = 5  # times in a row the keys are copied, if some are destroyed meanwhile; the next chore continues


class OtherKeys(Exception):
    """The copy has a key that overwriting would lose; the message says which, and gives a remedy."""


def copy_keys(into: Path) -> None:
    """Overwrite the copy of the keys; at every moment each file is either the old or the new one, complete.

    The secret and an epoch's wrapping key never change, so a differing one may be the last good one: raises OtherKeys,
    including when the copied keys have a later epoch than ours.

    A key destroyed while copying is not in the copy at the end. If keys are destroyed during every attempt, the copy
    stays usable but behind (`keys_are_outdated`).

    The new wrapping key is written first: next to an older keyring it does no harm, because the keyring itself says
    which one opens it. The old one is overwritten last, so that it cannot open what was destroyed here.

    First, refusals that only the copy has (because older keys were put back here) are added to the keyring here.
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
    _copy_refusals(ring, into / "keyring.db")

    def what_it_needs(kek: WrappingKey) -> None:
        """Write what the new keyring needs before it replaces the old one."""
        _refuse_another(kek.written, into / file_of(kek.epoch))
        write_durably(into / file_of(kek.epoch), kek.written)
        write_durably(into / "secret", secret)

    for _ in range(TRIES):
        ring.copy_to(into / "keyring.db", what_it_needs)
        _keep_only_its_wrapping_key(into)
        if _epoch_of(into / "keyring.db") == ring.epoch:
            break


def keys_are_outdated(copied: Path) -> bool:
    """Whether the copy of our keys still has keys that were destroyed here, or lacks a refusal recorded here."""
    ring, epoch = open_ring(settings.HELD_KEYS), _epoch_of(copied / "keyring.db")
    if epoch is None or site_id_of(copied / "keyring.db") != ring.site_id:
        return False
    if epoch < ring.epoch or len(epochs_in(copied)) > 1 or partials_in(copied):
        return True
    return bool(_those_beyond(refusals_in(copied / "keyring.db"), ring.refusals()))


def are_whole(folder: Path) -> bool:
    """Whether the folder has a keyring, the wrapping key it names, and the secret."""
    epoch = _epoch_of(folder / "keyring.db")
    return epoch is not None and (folder / "secret").exists() and (folder / file_of(epoch)).exists()


def put_keys_back(source: Path) -> None:
    """Replace this installation's keys by the copied ones, the keyring last: once it is there, all other files are.

    If keys of the same place are already here, they stay: they are the newest, and keys destroyed since the copy was
    made are not brought back. Only if the copied keys have a later epoch are ours the old ones.

    Whichever keys stay, they have every refusal of both, even if this is interrupted anywhere and repeated.
    """
    target = private_folder(settings.HELD_KEYS)
    ours, theirs = target / "keyring.db", source / "keyring.db"
    coming = target / "keyring.db.coming"
    newest = are_whole(target) and (_epoch_of(ours) or 0) >= (_epoch_of(theirs) or 0)
    if newest and site_id_of(ours) == site_id_of(theirs):
        _add_refusals(_those_beyond(refusals_in(ours), refusals_in(theirs)), ours)
        return
    forget_ring()
    _lay_ready(theirs, [path for path in (ours, coming) if site_id_of(path) == site_id_of(theirs)], coming)
    for former in sorted(target.iterdir(), key=lambda path: path.name != "keyring.db"):
        if former != coming:
            former.unlink()
    for name in (file_of(_epoch_of(theirs) or 0), "secret"):
        write_durably(target / name, (source / name).read_bytes())
    coming.replace(ours)
    sync_folder(target)


def refusals_in(keyring: Path) -> dict[str, int]:
    """The refusals in a key file that is not open; empty if it is missing or unreadable."""
    return {str(thing): int(str(turn)) for thing, turn in _rows(keyring, EVERY_REFUSAL)}


def ids_in(keyring: Path) -> set[str]:
    """The id of each key in a keyring that is not open; empty if it is missing or unreadable."""
    return {str(key_id) for (key_id,) in _rows(keyring, "SELECT id FROM key")}


def site_id_of(keyring: Path) -> str | None:
    """The id of the place these keys belong to; None if the keyring is missing or unreadable."""
    value = _ask(keyring, "SELECT id FROM place")
    return None if value is None else str(value)


def _keep_only_its_wrapping_key(into: Path) -> None:
    epoch_of_copy = _epoch_of(into / "keyring.db")
    for epoch in epochs_in(into):
        if epoch != epoch_of_copy:
            destroy_wrapping_key(into, epoch)
    destroy_partials(into)


def _epoch_of(keyring: Path) -> int | None:
    value = _ask(keyring, "PRAGMA user_version")
    return None if value is None else max(1, int(str(value)))


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
    """Write the copied keyring, with every refusal of the old ones added; complete under this name, or not there."""
    partial = coming.with_name(coming.name + ".part")
    write_durably(partial, theirs.read_bytes())
    for path in former:
        _add_refusals(_those_beyond(refusals_in(partial), refusals_in(path)), partial)
    sync_file(partial)
    partial.replace(coming)
    sync_folder(coming.parent)


def _copy_refusals(ring: Keyring, copied: Path) -> None:
    if site_id_of(copied) == ring.site_id:
        for thing, turn in _those_beyond(ring.refusals(), refusals_in(copied)).items():
            ring.append_refusal(thing, turn)


def _those_beyond(known: dict[str, int], others: dict[str, int]) -> dict[str, int]:
    return {thing: turn for thing, turn in others.items() if turn > known.get(thing, -1)}


def _add_refusals(refusals: dict[str, int], keyring: Path) -> None:
    if refusals:
        with closing(sqlite3.connect(keyring)) as there, there:
            there.executescript(REFUSAL_LOG)
            there.executemany(ADD_REFUSAL, refusals.items())


def _refuse_another(ours: bytes, there: Path) -> None:
    if there.exists() and there.read_bytes() not in {b"", ours}:
        raise OtherKeys(
            f"The file “{there.name}” in {there.parent} differs from the one in {settings.HELD_KEYS}, and "
            "one of them belongs to another place; neither was changed. If yours was lost and made again, please put "
            "the copied one back; otherwise choose another folder."
        )
