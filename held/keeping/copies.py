"""Dated copies of the words: each a folder that is there whole or not at all, with no key in it.

The words lie sealed in the copy as they do in the place, so many copies can be kept: without the keys, which are
never among them, nobody reads them. The photographs that belong to a copy are listed in it and lie beside.
"""

import hashlib
import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from itertools import takewhile
from pathlib import Path

from held import VERSION
from held.keeping.blobs import read_list
from held.keeping.databases import Database, this_database
from held.keeping.order import in_order, next_number
from held.lib.clock import now
from held.lib.disk import private_folder, sync_file, sync_folder, write_durably

PHOTOGRAPHS = "photographs.txt"
FORM = "%Y-%m-%dT%H-%M-%SZ"  # UTC; without colons, which some disks cannot write


class NotACopy(Exception):
    """The folder is no whole copy; the message says what is amiss."""


@dataclass(frozen=True)
class Manifest:
    """What a copy says of itself: nothing that anybody wrote."""

    version: str
    database: str
    words: str
    at: str
    sha256: str
    place: str
    counts: dict[str, int]
    number: int = 0  # each copy in a folder has a higher one than those before it; 0: of a former version

    @property
    def stories(self) -> int:
        """How many stories are in it."""
        return self.counts.get("stories_story", 0)

    @property
    def photographs(self) -> int:
        """How many photographs are in it."""
        return self.counts.get("pictures_picture", 0)

    @property
    def versions(self) -> int:
        """How many saved versions are in it."""
        return self.counts.get("stories_version", 0)


def copy_words(into: Path, *, place: str, before_it_counts: Callable[[Path], object] = lambda _half: None) -> Path:
    """A dated copy of all words as they are at this moment, while the place goes on; on the disk when this returns.

    `before_it_counts` hears where it lies when its words are whole, and not yet under its name. Raises OSError or
    CannotCopy; then there is no copy.
    """
    private_folder(into)
    _sweep_halves(into)
    database = this_database()
    whole = _free_name(into)
    half = whole.with_name(whole.name + ".part")
    half.mkdir(mode=0o700)
    try:
        counts = database.copy_to(half / database.file)
        sync_file(half / database.file)
        manifest = Manifest(
            VERSION, database.kind, database.file, now().isoformat(), sha256_of(half / database.file), place, counts
        )
        manifest = replace(manifest, number=next_number(whole_copies(into)))
        write_durably(half / "manifest.json", json.dumps(asdict(manifest), indent=1).encode())
        before_it_counts(half)
        half.replace(whole)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    sync_folder(into)
    return whole


def whole_copies(folder: Path) -> list[Path]:
    """The copies in a folder, the newest last, whatever their dates say."""
    found = folder.iterdir() if folder.is_dir() else ()
    return in_order(path for path in found if path.is_dir() and (path / "manifest.json").exists() and _is_dated(path))


def blobs_needed(folder: Path) -> set[str] | None:
    """The names of all blobs that some copy in the folder needs; None when one of them does not say."""
    needed: set[str] = set()
    for copy in whole_copies(folder):
        listed = copy / PHOTOGRAPHS
        try:
            if not listed.exists() and read_manifest(copy).photographs:
                return None
        except NotACopy:
            return None
        needed.update(read_list(listed))
    return needed


def keep_newest(folder: Path, most: int) -> None:
    """Take the older copies away, so that only the newest are there."""
    for path in whole_copies(folder)[:-most]:
        half = path.with_name(path.name + ".part")  # first it stops being a copy, then it goes
        path.replace(half)
        shutil.rmtree(half)


def read_manifest(copy: Path) -> Manifest:
    """What the copy says of itself. Raises NotACopy."""
    try:
        return Manifest(**json.loads((copy / "manifest.json").read_bytes()))
    except (OSError, ValueError, TypeError) as reason:
        raise NotACopy(f"{copy} has no manifest that can be read, so it is not a whole copy.") from reason


def older_with_more(copy: Path) -> Path | None:
    """The fullest older copy of the same place that holds more stories or versions than this one, if there is one."""
    taken = read_manifest(copy)
    fuller = []
    for other in takewhile(lambda other: other != copy, whole_copies(copy.parent)):
        with suppress(NotACopy):
            told = read_manifest(other)
            if told.place == taken.place and (told.versions > taken.versions or told.stories > taken.stories):
                fuller.append((told.versions, told.stories, other))
    return max(fuller)[-1] if fuller else None


def check_copy(copy: Path, database: Database) -> Manifest:
    """The manifest, after every byte of the words was compared with it. Raises NotACopy."""
    manifest = read_manifest(copy)
    if _number(manifest.version) > _number(VERSION):
        raise NotACopy(
            f"{copy.name} was made by held {manifest.version}; this is {VERSION}. Please install that one first."
        )
    if manifest.database != database.kind:
        raise NotACopy(
            f"{copy.name} was made of {manifest.database}, and this place keeps its words in {database.kind}."
        )
    words = copy / Path(manifest.words).name
    if not words.is_file() or sha256_of(words) != manifest.sha256:
        raise NotACopy(f"{copy.name} is damaged: its words are not those that were copied. Please take another copy.")
    return manifest


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _free_name(into: Path) -> Path:
    at = now().strftime(FORM)
    names = [at, *(f"{at}-{number}" for number in range(2, 100))]
    return next(into / name for name in names if not (into / name).exists())


def _is_dated(path: Path) -> bool:
    return path.suffix != ".part" and path.name[:4].isdigit()


def _sweep_halves(folder: Path) -> None:
    for half in folder.glob("*.part"):
        shutil.rmtree(half, ignore_errors=True)
