"""Files that are either whole on the disk or not there."""

import os
from pathlib import Path


def write_durably(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """When this returns, `data` is on the disk under `path`; at no moment was half of it there.

    Raises OSError (for example with ENOSPC); then `path` is as it was before.
    """
    half = path.with_name(path.name + ".part")
    try:
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_new(path: Path, data: bytes) -> None:
    """When this returns, `data` is on the disk under `path`, where nothing was before, for its owner alone.

    Raises FileExistsError when something is there, also a link that leads nowhere; it stays as it is. Raises OSError
    (for example with ENOSPC); then nothing is left there.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """When this returns, what was written to the file is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """When this returns, the names in the folder are on the disk (a rename is lost without it)."""
    sync_file(folder)


def private_folder(path: Path) -> Path:
    """The folder, made if it was not there, which nobody but its owner can look into."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
