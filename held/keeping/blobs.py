"""Copies the sealed files of photographs as they are.

Each file is written once and never changes, so all dated copies share one folder of files, and a list in each copy says
which ones it needs. A file is written before the row that names it and removed after that row. So if the words are
copied first, every file their rows name can still be copied afterwards.
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
    """The name of every photograph file in a folder, sorted."""
    return sorted(path.name for path in folder.glob("??/*") if NAME.fullmatch(path.name))


def copy_blobs(names: Collection[str], source: Path, target: Path, tell: Tell) -> list[str]:
    """Copy the files that the target lacks, each completely or not at all; returns the names that neither folder has.

    Everything is on disk when this returns. Existing files are never overwritten: one may be the last good copy. `tell`
    is called with the number done and the total. Raises OSError; what was copied until then stays.
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
    """Files that are written under temporary names, synced together, and only then renamed."""

    FILES, BYTES = 128, 64 << 20  # at most this much is copied again after a power failure

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
            for handle, partial, _whole in self._written:
                os.close(handle)
                partial.unlink(missing_ok=True)

    def __len__(self) -> int:
        """How many don't have their final names yet."""
        return len(self._written)

    def copy(self, source: Path, target: Path) -> None:
        """Copy one file; it gets its name when the batch is full, or at the end. Raises OSError."""
        partial = target.with_name(target.name + ".part")
        with source.open("rb", buffering=0) as sealed:
            handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._written.append((handle, partial, target))
            while sent := os.sendfile(handle, sealed.fileno(), None, 1 << 30):
                self._bytes += sent
        if len(self._written) >= self.FILES or self._bytes >= self.BYTES:
            self._finish()

    def _finish(self) -> None:
        sync_together([handle for handle, _partial, _whole in self._written])
        while self._written:
            handle, partial, whole = self._written[0]
            partial.replace(whole)
            os.close(handle)
            del self._written[0]
        self._bytes = 0


def of_other_size(names: Collection[str], source: Path, target: Path) -> list[str]:
    """Names that have different sizes in the two folders: one of the two files is damaged."""
    found = []
    for name in names:
        with suppress(FileNotFoundError):
            sizes = {(folder / name[:2] / name).stat().st_size for folder in (source, target)}
            if len(sizes) > 1:
                found.append(name)
    return found


def keep_only(names: Collection[str], folder: Path) -> None:
    """Delete all other files, and what an interrupted copy left behind."""
    for path in folder.glob("??/*"):
        if path.name not in names:
            path.unlink()


def written_list(names: Collection[str]) -> bytes:
    """The list of photograph files as stored in a dated copy."""
    return "".join(f"{name}\n" for name in names).encode()


def read_list(path: Path) -> list[str]:
    """The names in such a list; empty if the file is missing: that copy is older than photographs in held."""
    if not path.exists():
        return []
    return [name for name in path.read_text("utf-8", "replace").split() if NAME.fullmatch(name)]
