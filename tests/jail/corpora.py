"""What becomes of every file under HELD_CORPORA. `python -m tests.jail.corpora` writes the table again.

refused  its first bytes are none of the five formats
kept     it is one of them, and cannot be shown
shown    the sizes of its renditions follow
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from held.jail.developing import CannotBeShown, Rendition, develop
from held.jail.formats import LOOKED_AT, format_of
from tests.jail.drawing import corpora

TABLE = Path(__file__).with_name("corpora.txt")


def every_file() -> list[Path]:
    """All of them, in one order."""
    return sorted(path for path in corpora().rglob("*") if path.is_file() and path.parent != corpora())


def some_files(most: int) -> list[Path]:
    """At most this many of them, evenly from all folders."""
    files = every_file()
    return files[:: -(-len(files) // most)]


def develop_all(files: list[Path]) -> Iterator[tuple[Path, str, tuple[Rendition, ...]]]:
    """Each file, its verdict and its renditions."""
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for path, (verdict, renditions) in zip(files, pool.map(_become, files), strict=True):
            yield path, verdict, renditions


def line(path: Path, verdict: str) -> str:
    """A line of the table."""
    return f"{verdict:<34} {path.relative_to(corpora())}"


def _become(path: Path) -> tuple[str, tuple[Rendition, ...]]:
    with path.open("rb") as original:
        if format_of(original.read(LOOKED_AT)) is None:
            return "refused", ()
        original.seek(0)
        try:
            renditions = develop(original)
        except CannotBeShown:
            return "kept", ()
    sizes = [f"{one.width}×{one.height}" for one in renditions if one.format == "jpeg"]
    return " ".join(["shown", *sizes]), renditions


if __name__ == "__main__":
    TABLE.write_text("".join(f"{line(path, verdict)}\n" for path, verdict, _ in develop_all(every_file())))
