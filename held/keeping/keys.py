"""Keys leave the place only into the newest second copy, and come back only from there."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings

from held.keyring.words import forget_ring, open_ring
from held.lib.disk import private_folder, write_durably


class OtherKeys(Exception):
    """The copy holds a key that would be lost if it were overwritten; the message says which, and what would help."""


def copy_keys(into: Path) -> None:
    """Overwrite the copy of the keys; each file is at every moment the former or the new one, whole.

    The secret and a wrapping key never change, so one that differs may be the last good one: raises OtherKeys.

    The wrapping key goes first: a keyring whose wrapping key is missing opens nothing, while a wrapping key beside
    an older keyring opens all that this one holds. Without the secret only sign-ins and addresses are lost.
    """
    private_folder(into)
    source = settings.HELD_KEYS
    wrapping = _wrapping_keys(source)
    for path in (*wrapping, source / "secret"):
        _refuse_another(path, into / path.name)
    for path in wrapping:
        write_durably(into / path.name, path.read_bytes())
    write_durably(into / "secret", (source / "secret").read_bytes())
    open_ring(source).copy_to(into / "keyring.db")
    for former in _wrapping_keys(into):  # one that was destroyed here must not open older copies from there
        if former.name not in {path.name for path in wrapping}:
            former.unlink()


def are_whole(folder: Path) -> bool:
    """Whether a keyring, a wrapping key and the secret are there."""
    return (folder / "keyring.db").exists() and (folder / "secret").exists() and bool(_wrapping_keys(folder))


def put_keys_back(source: Path) -> None:
    """Replace the keys of this place by the copied ones, the keyring last: where it is, all the others are.

    Where the keys of the same place are here already, they stay: they are the newest, and what was taken away for
    good since the copy was made is not brought back.
    """
    target = private_folder(settings.HELD_KEYS)
    if are_whole(target) and place_of(target / "keyring.db") == place_of(source / "keyring.db"):
        return
    forget_ring()
    for former in sorted(target.iterdir(), key=lambda path: path.name != "keyring.db"):
        former.unlink()
    for path in (*_wrapping_keys(source), source / "secret", source / "keyring.db"):
        write_durably(target / path.name, path.read_bytes())


def place_of(keyring: Path) -> str | None:
    """The id of the place whose keys these are; None where there is no keyring that can be read."""
    if not keyring.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{keyring.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            row = copy.execute("SELECT id FROM place").fetchone()
    except sqlite3.DatabaseError:
        return None
    return str(row[0]) if row else None


def _refuse_another(ours: Path, there: Path) -> None:
    if there.exists() and there.read_bytes() not in {b"", ours.read_bytes()}:
        raise OtherKeys(
            f"The file “{ours.name}” in {there.parent} is another than the one in {ours.parent}, and one of them opens "
            "nothing of this place; neither was changed. If yours was lost and made anew, please put the copied one "
            "back; else choose another folder."
        )


def _wrapping_keys(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("kek-*") if path.suffix != ".part")
