"""Dated copies of the words: each is a folder that exists completely or not at all, and contains no key.

The words are sealed in the copy as in the database, so many copies can be kept: without the keys, which they never
contain, nobody can read them. A copy lists its photographs; the files are in a folder next to it.
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
from held.keeping.newest_copy import in_order, next_number
from held.lib.clock import now
from held.lib.disk import private_folder, sync_file, sync_folder, write_durably
from held.uptime.current import uptime

PHOTOGRAPHS = "photographs.txt"
FORM = "%Y-%m-%dT%H-%M-%SZ"  # UTC; without colons, which some disks cannot write


class NotACopy(Exception):
    """The folder is not a complete copy; the message says what is wrong."""


@dataclass(frozen=True)
class Manifest:
    """What a copy says about itself; it contains nothing a person wrote."""

    version: str
    database: str
    words: str
    at: str
    sha256: str
    place: str
    counts: dict[str, int]
    migrations: list[str] = field(default_factory=list)  # the tables' migrations, as app.name; empty: from before 0.2.0
    keys_noted: bool = False  # whether the keyring recorded which keys are destroyed; False: from before 0.2.0
    uptime: int = 0  # seconds of uptime so far; 0: from an earlier version
    number: int = 0  # higher than that of every earlier copy in the folder; 0: from an earlier version

    @property
    def stories(self) -> int:
        """The number of stories in the copy."""
        return self.counts.get("stories_story", 0)

    @property
    def photographs(self) -> int:
        """The number of photographs in the copy."""
        return self.counts.get("pictures_picture", 0)

    @property
    def versions(self) -> int:
        """The number of saved versions in the copy."""
        return self.counts.get("stories_version", 0)


def describe_contents(manifest: Manifest) -> str:
    """The contents of a copy, in words for the host."""
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
    before_commit: Callable[[Path], object] = lambda _partial: None,
) -> Path:
    """Make a dated copy of all words as they are now, while held runs; it is on disk when this returns.

    `keys_noted`: whether the keyring recorded destroyed keys before this began. `before_commit` is called with the
    copy's folder when its words are complete, before it gets its name. Raises OSError or CannotCopy; then there is no
    copy.
    """
    private_folder(into)
    _remove_partials(into)
    database = this_database()
    whole = _free_name(into)
    partial = partial_of(whole)
    partial.mkdir(mode=0o700)
    try:
        counts = database.copy_to(partial / database.file)
        sync_file(partial / database.file)
        manifest = _manifest_of(partial / database.file, database, place, counts)
        manifest = replace(manifest, keys_noted=keys_noted, number=next_number(whole_copies(into)))
        write_durably(partial / "manifest.json", json.dumps(asdict(manifest), indent=1).encode())
        before_commit(partial)
        partial.replace(whole)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    sync_folder(into)
    return whole


def _manifest_of(words: Path, database: Database, place: str, counts: dict[str, int]) -> Manifest:
    """The manifest. The migrations are read from the copied words, so they are from the same moment."""
    migrations = sorted(database.migrations_in(words))
    at, made_at = now().isoformat(), _uptime()
    return Manifest(VERSION, database.kind, words.name, at, sha256_of(words), place, counts, migrations, uptime=made_at)


def _uptime() -> int:
    try:
        return uptime()
    except DatabaseError:  # before an upgrade: these tables are older than the uptime table
        return 0


def whole_copies(folder: Path) -> list[Path]:
    """The finished copies in a folder, the newest last, whatever their dates say."""
    return [path for path in dated_folders(folder) if (path / "manifest.json").exists() and not is_partial(path)]


def dated_folders(folder: Path) -> list[Path]:
    """Every folder in it that is named like a copy, the newest last: complete, damaged and unfinished ones."""
    found = folder.iterdir() if folder.is_dir() else ()
    return in_order(path for path in found if path.is_dir() and path.name[:4].isdigit())


def blobs_needed(folder: Path) -> set[str] | None:
    """The names of all photograph files that a copy in the folder needs; None when one of the copies does not say."""
    needed: set[str] = set()
    for copy in dated_folders(folder):  # a damaged one too: it may still be repaired
        listed = copy / PHOTOGRAPHS
        if is_partial(copy):
            continue
        try:
            if not listed.exists() and read_manifest(copy).photographs:
                return None
        except NotACopy:
            return None
        needed.update(read_list(listed))
    return needed


def keep_newest(folder: Path, most: int) -> None:
    """Delete the older copies and keep the newest `most`."""
    for path in whole_copies(folder)[:-most]:
        delete_copy(path)


def delete_copy(copy: Path) -> None:
    """Rename it so that it no longer counts as a copy, then delete it."""
    partial = partial_of(copy)
    copy.replace(partial)
    shutil.rmtree(partial)


def partial_of(copy: Path) -> Path:
    """The path of a copy while it is being made or deleted."""
    return copy.with_name(copy.name + ".part")


def is_partial(copy: Path) -> bool:
    """Whether it is being made or deleted, or that was interrupted."""
    return copy.suffix == ".part"


def read_manifest(copy: Path) -> Manifest:
    """The copy's manifest; fields that only newer versions know are dropped. Raises NotACopy.

    The words are always in the copy itself, whatever folder the manifest names.
    """
    try:
        data = dict(json.loads((copy / "manifest.json").read_bytes()))
        manifest = Manifest(**{one.name: data[one.name] for one in fields(Manifest) if one.name in data})
        _refuse_other_types(manifest)
        return replace(manifest, words=Path(manifest.words).name)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as reason:
        raise NotACopy(f"{copy} has no manifest that can be read, so it is not a whole copy.") from reason


def older_with_more(copy: Path) -> Path | None:
    """The fullest older copy of the same place that has more stories or versions than this one; None without one."""
    taken = read_manifest(copy)
    fuller = []
    for other in takewhile(lambda other: other != copy, whole_copies(copy.parent)):
        with suppress(NotACopy):
            older = read_manifest(other)
            if older.place == taken.place and (older.versions > taken.versions or older.stories > taken.stories):
                fuller.append((older.versions, older.stories, other))
    return max(fuller)[-1] if fuller else None


def check_copy(copy: Path, database: Database) -> Manifest:
    """The manifest, after comparing every byte of the words with it and checking that this program knows every
    migration of their tables. Raises NotACopy, or CannotCopy when PostgreSQL's tools cannot read the copy.

    The version in the manifest decides nothing: before an upgrade, a newer version copies the tables of an older one.
    """
    manifest = read_manifest(copy)
    _refuse_newer(copy, manifest, manifest.migrations)
    check_words(copy, manifest, database)
    migrations = database.migrations_in(copy / manifest.words)
    if not migrations:
        raise NotACopy(f"{copy.name} does not say which version its tables are for.")
    _refuse_newer(copy, manifest, migrations)
    return manifest


def check_words(copy: Path, manifest: Manifest, database: Database) -> None:
    """Raises NotACopy when the words are damaged, or from the other kind of database."""
    if manifest.database != database.kind:
        raise NotACopy(
            f"{copy.name} was made of {manifest.database}, and this place keeps its words in {database.kind}."
        )
    words = copy / manifest.words
    if not words.is_file() or sha256_of(words) != manifest.sha256:
        raise NotACopy(f"{copy.name} is damaged: its words differ from those that were copied.")


def _refuse_other_types(manifest: Manifest) -> None:
    """Raises ValueError or TypeError when a field's value does not have the declared type."""
    texts = (manifest.version, manifest.database, manifest.words, manifest.at, manifest.sha256, manifest.place)
    names, numbers = [*texts, *manifest.migrations], [manifest.number, manifest.uptime, *manifest.counts.values()]
    if not all(isinstance(name, str) for name in names) or not all(type(number) is int for number in numbers):
        raise TypeError
    if not isinstance(manifest.migrations, list) or datetime.fromisoformat(manifest.at).tzinfo is None:
        raise ValueError
    if Path(manifest.words).name in {"", ".."}:
        raise ValueError


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
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


def _remove_partials(folder: Path) -> None:
    for partial in folder.glob("*.part"):
        shutil.rmtree(partial, ignore_errors=True)
