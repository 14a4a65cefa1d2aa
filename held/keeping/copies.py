"""Dated copies of the words: each a folder that is there whole or not at all, with no key in it.

The words lie sealed in the copy as they do in the place, so many copies can be kept: without the keys, which are
never among them, nobody reads them. The photographs that belong to a copy are listed in it and lie beside.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from itertools import takewhile
from pathlib import Path

from django.db import DatabaseError

from held import VERSION
from held.keeping import schema
from held.keeping.blobs import read_list
from held.keeping.databases import Database, this_database
from held.keeping.order import in_order, next_number
from held.lib.clock import now
from held.lib.disk import private_folder, sync_file, sync_folder, write_durably
from held.uptime.current import uptime

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
    migrations: list[str] = field(default_factory=list)  # those the tables have had, as app.name; none: of before 0.2.0
    keys_noted: bool = False  # whether the keyring noted which keys are destroyed; False: of before 0.2.0
    uptime: int = 0  # seconds for which the place had been open; 0: of a former version
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


def told(manifest: Manifest) -> str:
    """What is in a copy, in words for the host."""
    counted = (
        (manifest.stories, "story", "stories"),
        (manifest.versions, "saved version", "saved versions"),
        (manifest.photographs, "photograph", "photographs"),
    )
    return ", ".join(f"{number:,} {one if number == 1 else many}" for number, one, many in counted)


def copy_words(
    into: Path,
    *,
    place: str,
    keys_noted: bool = True,
    before_commit: Callable[[Path], object] = lambda _half: None,
) -> Path:
    """A dated copy of all words as they are at this moment, while the place goes on; on the disk when this returns.

    `keys_noted`: whether the keyring noted destroyed keys before this began. `before_commit` hears where the copy is
    when its words are whole, and not yet under its name. Raises OSError or CannotCopy; then there is no copy.
    """
    private_folder(into)
    _sweep_halves(into)
    database = this_database()
    whole = _free_name(into)
    half = half_of(whole)
    half.mkdir(mode=0o700)
    try:
        counts = database.copy_to(half / database.file)
        sync_file(half / database.file)
        manifest = _manifest_of(half / database.file, database, place, counts)
        manifest = replace(manifest, keys_noted=keys_noted, number=next_number(whole_copies(into)))
        write_durably(half / "manifest.json", json.dumps(asdict(manifest), indent=1).encode())
        before_commit(half)
        half.replace(whole)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    sync_folder(into)
    return whole


def _manifest_of(words: Path, database: Database, place: str, counts: dict[str, int]) -> Manifest:
    """Its migrations are read from the copied words: they are of the same moment."""
    migrations = sorted(database.migrations_in(words))
    at, made_at = now().isoformat(), _uptime()
    return Manifest(VERSION, database.kind, words.name, at, sha256_of(words), place, counts, migrations, uptime=made_at)


def _uptime() -> int:
    try:
        return uptime()
    except DatabaseError:  # before an upgrade: these tables are older than the one of the uptime
        return 0


def whole_copies(folder: Path) -> list[Path]:
    """The copies in a folder, the newest last, whatever their dates say."""
    return [path for path in dated_folders(folder) if (path / "manifest.json").exists() and not is_half(path)]


def dated_folders(folder: Path) -> list[Path]:
    """Every folder in it that is named as a copy is, the newest last: whole ones, damaged ones and halves."""
    found = folder.iterdir() if folder.is_dir() else ()
    return in_order(path for path in found if path.is_dir() and path.name[:4].isdigit())


def blobs_needed(folder: Path) -> set[str] | None:
    """The names of all blobs that some copy in the folder needs; None when one of them does not say."""
    needed: set[str] = set()
    for copy in dated_folders(folder):  # a damaged one too: it may still be repaired
        listed = copy / PHOTOGRAPHS
        if is_half(copy):
            continue
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
        take_away(path)


def take_away(copy: Path) -> None:
    """First it stops being a copy, then it goes."""
    half = half_of(copy)
    copy.replace(half)
    shutil.rmtree(half)


def half_of(copy: Path) -> Path:
    """Where a copy is while it is being made, or removed."""
    return copy.with_name(copy.name + ".part")


def is_half(copy: Path) -> bool:
    """Whether it is being made or removed, or was when that was cut off."""
    return copy.suffix == ".part"


def read_manifest(copy: Path) -> Manifest:
    """What the copy says of itself; what only newer versions say is left out. Raises NotACopy.

    Its words are in the copy itself, whatever folder the manifest names.
    """
    try:
        told = dict(json.loads((copy / "manifest.json").read_bytes()))
        manifest = Manifest(**{one.name: told[one.name] for one in fields(Manifest) if one.name in told})
        _refuse_other_types(manifest)
        return replace(manifest, words=Path(manifest.words).name)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as reason:
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
    """The manifest, after every byte of the words was compared with it, and this program knows every migration that
    their tables have had. Raises NotACopy, or CannotCopy when PostgreSQL's tools do not read the copy.

    The version in the manifest decides nothing: a newer version copies the tables of an older one before an upgrade.
    """
    manifest = read_manifest(copy)
    _refuse_newer(copy, manifest, manifest.migrations)
    check_words(copy, manifest, database)
    migrations = database.migrations_in(copy / manifest.words)
    if not migrations:
        raise NotACopy(f"{copy.name} does not say for which version its tables are.")
    _refuse_newer(copy, manifest, migrations)
    return manifest


def check_words(copy: Path, manifest: Manifest, database: Database) -> None:
    """Raises NotACopy when its words are damaged, or of the other kind of database."""
    if manifest.database != database.kind:
        raise NotACopy(
            f"{copy.name} was made of {manifest.database}, and this place keeps its words in {database.kind}."
        )
    words = copy / manifest.words
    if not words.is_file() or sha256_of(words) != manifest.sha256:
        raise NotACopy(f"{copy.name} is damaged: its words are not those that were copied.")


def _refuse_other_types(manifest: Manifest) -> None:
    """Raises ValueError or TypeError when a field holds something else than its type says."""
    texts = (manifest.version, manifest.database, manifest.words, manifest.at, manifest.sha256, manifest.place)
    names, numbers = [*texts, *manifest.migrations], [manifest.number, manifest.uptime, *manifest.counts.values()]
    if not all(isinstance(name, str) for name in names) or not all(type(number) is int for number in numbers):
        raise TypeError
    if not isinstance(manifest.migrations, list) or datetime.fromisoformat(manifest.at).tzinfo is None:
        raise ValueError
    if Path(manifest.words).name in {"", ".."}:
        raise ValueError


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_newer(copy: Path, manifest: Manifest, migrations: Iterable[str]) -> None:
    if found := schema.unknown(migrations):
        raise NotACopy(
            f"{copy.name} was made by {schema.newer_version(manifest.version)}, and this is held {VERSION}, which "
            f"doesn’t know everything in it. {schema.REMEDY} {schema.not_known(found)}"
        )


def _free_name(into: Path) -> Path:
    at = now().strftime(FORM)
    names = [at, *(f"{at}-{number}" for number in range(2, 100))]
    return next(into / name for name in names if not (into / name).exists())


def _sweep_halves(folder: Path) -> None:
    for half in folder.glob("*.part"):
        shutil.rmtree(half, ignore_errors=True)
