"""A separate disk for tests, and how to fill it to the last byte."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def own_disk(folder: Path, size: int) -> Iterator[Path]:
    """A disk of `size` bytes, for as long as the block lasts. Mounting it needs root; CI is root."""
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a disk of its own can be mounted by root alone")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path) -> None:
    """Fill the disk completely."""
    with (disk / "fill").open("ab", buffering=0) as file:
        for piece in (b"x" * 65536, b"x"):
            try:
                while file.write(piece):
                    pass
            except OSError:
                pass
    assert shutil.disk_usage(disk).free == 0
