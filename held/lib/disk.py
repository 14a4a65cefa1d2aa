"""Files that are either completely on disk or not there."""

import ctypes
import errno
import logging
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

log = logging.getLogger(__name__)
_libc = ctypes.CDLL(None, use_errno=True)
_CANNOT_SYNC = {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}  # fsync(2); some network shares return these for a folder
_SYNCED_WHOLE = {"ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "tmpfs"}  # on our own machine: none is a network share
_cannot_sync: set[int] = set()  # device numbers (stat(2)) of disks that did


def write_durably(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write `data` to `path`; it is on disk when this returns, and a partial file is never visible.

    Raises OSError (for example with ENOSPC); then `path` is as it was before.
    """
    partial = path.with_name(path.name + ".part")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            sync(file.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_new(path: Path, data: bytes) -> None:
    """Write `data` to a new file that only its owner can read; it is on disk when this returns.

    Raises FileExistsError when something is there, even a dangling symlink; it stays as it is. Raises OSError (for
    example with ENOSPC); then nothing is left there.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            sync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync(handle: int) -> None:
    """When this returns, what was written to this open file or folder is on disk. Raises OSError.

    A network share may not support this call. The share is used all the same, and the host is warned: `can_sync`.
    """
    try:
        os.fsync(handle)
    except OSError as reason:
        if reason.errno not in _CANNOT_SYNC:
            raise
        disk = os.fstat(handle).st_dev
        if disk not in _cannot_sync:
            _cannot_sync.add(disk)
            log.warning("a disk or a share cannot confirm that data is written for good (fsync)")


def sync_together(handles: Sequence[int]) -> None:
    """The same for many open files of one disk. Raises OSError.

    An fsync of each makes the disk flush its cache each time. If the kernel supports it, the whole disk is synced once
    instead: syncfs(2), which reports write errors since Linux 5.8.
    """
    if handles and not _synced_whole(handles[0]):
        for handle in handles:
            sync(handle)


def _synced_whole(handle: int) -> bool:
    return _kind_of_disk(os.fstat(handle).st_dev) in _SYNCED_WHOLE and _libc.syncfs(handle) == 0


def _kind_of_disk(number: int) -> str:
    """Such as `ext4`; "" if /proc/self/mountinfo does not list this disk: proc(5)."""
    wanted = f"{os.major(number)}:{os.minor(number)}"
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        if before.split()[2] == wanted:
            return after.split()[0]
    return ""


def can_sync(folder: Path) -> bool:
    """Whether no `sync` on the disk of this folder has been refused so far."""
    return os.stat(folder).st_dev not in _cannot_sync  # noqa: PTH116  # a number, no path


def sync_file(path: Path) -> None:
    """When this returns, what was written to the file is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        sync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """When this returns, the names in the folder are on disk (otherwise a rename can be lost)."""
    sync_file(folder)


def sync_folders(folders: Iterable[Path]) -> None:
    """The same for many folders of one disk. Raises OSError."""
    for number, folder in enumerate(folders):
        handle = os.open(folder, os.O_RDONLY)
        try:
            if number == 0 and _synced_whole(handle):
                return
            sync(handle)
        finally:
            os.close(handle)


def private_folder(path: Path) -> Path:
    """The folder, created if missing; only its owner can read it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
