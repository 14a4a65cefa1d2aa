"""The sealed bytes of photographs, copied as they lie.

Each was written once and is never changed, so all dated copies share one folder of them, and a list in each copy says
which of them it needs. One is written before the row that names it and taken away after that row: whatever rows a copy
of the words holds, their blobs are there to be copied once the words were.
"""

import os
import re
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Self

from held.lib.disk import private_folder, sync_folders, sync_together

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
    missing, touched, under_way, done = [], {target}, _Batch(), 0
    with under_way:
        for name in names:
            there = target / name[:2] / name
            if not there.exists():
                private_folder(there.parent)
                touched.add(there.parent)
                try:
                    under_way.copy(source / name[:2] / name, there)
                except FileNotFoundError:
                    missing.append(name)
            done += 1
            tell(done - len(under_way), len(names))
    sync_folders(touched)
    tell(done, len(names))
    return missing


class _Batch:
    """Files that are copied beside their names, synced together, and only then get their names."""

    FILES, BYTES = 128, 64 << 20  # at most so much is done again when the power fails

    def __init__(self) -> None:
        self._written: list[tuple[int, Path, Path]] = []
        self._bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            for handle, half, _whole in self._written:
                os.close(handle)
                half.unlink(missing_ok=True)

    def __len__(self) -> int:
        """How many do not have their names yet."""
        return len(self._written)

    def copy(self, source: Path, target: Path) -> None:
        """Copy one file; it has its name when the batch is full, or at the end. Raises OSError."""
        half = target.with_name(target.name + ".part")
        with source.open("rb", buffering=0) as sealed:
            handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._written.append((handle, half, target))
            while sent := os.sendfile(handle, sealed.fileno(), None, 1 << 30):
                self._bytes += sent
        if len(self._written) >= self.FILES or self._bytes >= self.BYTES:
            self._finish()

    def _finish(self) -> None:
        sync_together([handle for handle, _half, _whole in self._written])
        while self._written:
            handle, half, whole = self._written[0]
            half.replace(whole)
            os.close(handle)
            del self._written[0]
        self._bytes = 0


def of_other_size(names: Collection[str], source: Path, target: Path) -> list[str]:
    """Those that are in both folders with different sizes: one of the two is damaged."""
    found = []
    for name in names:
        with suppress(FileNotFoundError):
            sizes = {(folder / name[:2] / name).stat().st_size for folder in (source, target)}
            if len(sizes) > 1:
                found.append(name)
    return found


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
