"""Chooses the dated copy for a restore, and explains which newer ones it skips.

An unfinished copy was never acknowledged, so an older one may be taken instead. A damaged copy was acknowledged: an
older one may lack what was written before the damaged one was made, so the host has to name the older copy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from held.keeping import copies
from held.keeping.copies import NotACopy
from held.keeping.databases import CannotCopy, Database
from held.keeping.sources import source_of, what_was_meant
from held.place.time_zone import day_and_time_on_machine

TOLD = 3  # this many newer copies are named; if there are more, the number and the newest


@dataclass(frozen=True)
class Choice:
    """The copy that a restore takes."""

    copy: Path
    left_out: tuple[str, ...]
    """A sentence for each group of newer copies that are not taken: which, and why."""


def choose(folder: Path, name: str = "") -> Choice:
    """The copy of that name, or the newest finished one. Raises NotACopy when there is none.

    This does not read its words: `check_copy` looks for damage before anything is written.
    """
    there = _candidates(folder)
    taken = [copy for copy in there if (copy.name == name if name else not _is_partial(copy, folder))]
    if not taken and name:
        raise NotACopy(f"There is no copy named {name}. There are: {', '.join(copy.name for copy in there)}.")
    if not taken:
        raise NotACopy(" ".join([what_was_meant(folder), *(_partial_message(copy, folder, "") for copy in there)]))
    newer = there[there.index(taken[-1]) + 1 :]
    partials = [copy for copy in newer if _is_partial(copy, folder)]
    named = [copy for copy in newer if copy not in partials]
    left_out = [_partial_message(copy, folder, "is newer and ") for copy in partials]
    if named:
        left_out.append(f"Newer, and not taken because you named this one: {_listed(named)}.")
    return Choice(taken[-1], tuple(left_out))


def made_on(copy: Path) -> str:
    """When the copy was made, by its machine's clock, as “30 November 2026, 08:00 UTC”. Raises NotACopy."""
    return day_and_time_on_machine(datetime.fromisoformat(copies.read_manifest(copy).at))


def instead_of(copy: Path, folder: Path, database: Database) -> str:
    """What the host can do if the wanted copy cannot be used: which older one opens here, and the command for it.

    Reads the words of older copies until one is undamaged.
    """
    there = _candidates(folder)
    for older in reversed(there[: there.index(copy)]):
        try:
            manifest = copies.check_copy(older, database)
        except (NotACopy, CannotCopy):
            continue
        return (
            "A copy on another disk may be good. An older copy is not taken unless you name it, because what was "
            f"written after it would be missing. {older.name} is whole (made on {made_on(older)}: "
            f"{copies.describe_contents(manifest)}). To take it: bin/held restore {folder} --copy {older.name}"
        )
    return "No older copy in this folder opens here. A copy on another disk may be good."


def _candidates(folder: Path) -> list[Path]:
    return copies.dated_folders(source_of(folder).copies)


def _is_partial(copy: Path, folder: Path) -> bool:
    """Whether making this copy was interrupted. A copy made by an upgrade is complete before it gets its name: its keys
    and photographs are the ones held uses.
    """
    return copies.is_partial(copy) and not (source_of(folder).place and _has_words_and_list(copy))


def _has_words_and_list(copy: Path) -> bool:
    return all((copy / name).is_file() for name in ("manifest.json", copies.PHOTOGRAPHS))


def _partial_message(copy: Path, folder: Path, newer: str) -> str:
    message = f"{copy.name} {newer}wasn’t finished (held or the computer was stopped), so it isn’t taken."
    if _has_words_and_list(copy):
        return f"{message} Its words may be whole; keys may be missing: bin/held restore {folder} --copy {copy.name}"
    return message


def _listed(newer: Sequence[Path]) -> str:
    if len(newer) <= TOLD:
        return ", ".join(copy.name for copy in newer)
    return f"{len(newer):,} copies, the newest of them {newer[-1].name}"
