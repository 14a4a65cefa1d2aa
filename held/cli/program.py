"""Whether the program on disk is still the one that was started.

A worker loads its code from disk when it is forked. The check for newer tables uses what the first process knows. If
another version was installed in between, the check would not apply to the version that serves: an older worker could
show what people have closed since.
"""

import hashlib
import os
from functools import cache
from pathlib import Path

import held
from held.cli.messages import CannotGoOn


@cache
def as_started() -> str:
    """The hash of the program when this was first called. Call it first in a start."""
    return on_disk()


def refuse_a_changed_program() -> None:
    """Raises CannotGoOn when a file of the program was changed, added or removed since the start."""
    if on_disk() != as_started():
        raise CannotGoOn("The program was changed while it was running. Please start it again. What was saved is safe.")


def on_disk() -> str:
    """The hash of every file of the program as it is now, without Python's compiled files."""
    seen = hashlib.sha256()
    for folder, below, names in os.walk(Path(held.__file__).parent):
        below[:] = sorted(name for name in below if name != "__pycache__")
        for name in sorted(names):
            path = os.path.join(folder, name)  # noqa: PTH118  # Path would take longer than reading and hashing
            seen.update(f"{path}\0".encode())
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # the same
                seen.update(hashlib.sha256(file.read()).digest())
    return seen.hexdigest()
