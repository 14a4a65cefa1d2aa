"""The sealed bytes of photographs, copied as they lie.

Each was written once and is never changed, so all dated copies share one folder of them, and a list in each copy says
which of them it needs. One is written before the row that names it and taken away after that row: whatever rows a copy
of the words holds, their blobs are there to be copied once the words were.
"""

import os
import re
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from held.lib.disk import private_folder, sync_folder

NAME = re.compile(r"[a-z2-7]{26}")

Tell = Callable[[int, int], object]


def names_in(folder: Path) -> list[str]:
    """The name of every blob in a folder of them, in order."""
    return sorted(path.name for path in folder.glob("??/*") if NAME.fullmatch(path.name))


def copy_blobs(names: Collection[str], source: Path, target: Path, tell: Tell) -> list[str]:
    """Copy those that the target does not have, each whole or not at all; those that neither of the two has.

    On the disk when this returns. What is there already is never written over: it may be the last good one.
    `tell` hears how many are done, of how many. Raises OSError; what was copied until then stays.
    """
    private_folder(target)
    missing, touched = [], {target}
    for done, name in enumerate(names, start=1):
        there = target / name[:2] / name
        if not there.exists():
            private_folder(there.parent)
            touched.add(there.parent)
            try:
                _copy(source / name[:2] / name, there)
            except FileNotFoundError:
                missing.append(name)
        tell(done, len(names))
    for folder in touched:
        sync_folder(folder)
    return missing


def keep_only(names: Collection[str], folder: Path) -> None:
    """Take all others away, and what a copying that was cut off left behind."""
    for path in folder.glob("??/*"):
        if path.name not in names:
            path.unlink()


def written_list(names: Collection[str]) -> bytes:
    """The list of blobs as it lies in a dated copy."""
    return "".join(f"{name}\n" for name in names).encode()


def read_list(path: Path) -> list[str]:
    """The names in such a list; none where there is no list: that copy is older than photographs are."""
    if not path.exists():
        return []
    return [name for name in path.read_text("utf-8", "replace").split() if NAME.fullmatch(name)]


def _copy(source: Path, target: Path) -> None:
    half = target.with_name(target.name + ".part")
    try:
        with (
            source.open("rb") as sealed,
            os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as copy,
        ):
            shutil.copyfileobj(sealed, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        half.replace(target)
    except OSError:
        half.unlink(missing_ok=True)
        raise
