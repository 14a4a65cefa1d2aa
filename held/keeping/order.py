"""Which of the dated copies in a folder is the newest: by a running number, not by the dates in their names.

A date is what the machine's clock showed. A copy made while it was a year ahead would count as the newest for a year.
"""

import json
from collections.abc import Iterable
from pathlib import Path


def in_order(copies: Iterable[Path]) -> list[Path]:
    """The newest last. Copies of former versions have no number: they come first, by their names. One whose manifest
    cannot be read keeps its place by its name, so that it is missed and not passed over."""
    placed, number = [], 0
    for copy in sorted(copies):
        told = _number_of(copy)
        number = number if told is None else told
        placed.append((number, copy.name, copy))
    return [copy for _number, _name, copy in sorted(placed)]


def next_number(copies: Iterable[Path]) -> int:
    """The number of a copy that is made now."""
    return 1 + max((_number_of(copy) or 0 for copy in copies), default=0)


def _number_of(copy: Path) -> int | None:
    try:
        number = json.loads((copy / "manifest.json").read_bytes()).get("number", 0)
    except (OSError, ValueError, AttributeError, RecursionError):
        return None
    return number if isinstance(number, int) else None
