"""Finds the newest dated copy in a folder by a running number, not by the dates in their names.

A date comes from the machine's clock. A copy made while the clock was a year ahead would count as the newest for a
year.
"""

import json
from collections.abc import Iterable
from pathlib import Path


def in_order(copies: Iterable[Path]) -> list[Path]:
    """Copies in order, the newest last. Copies from earlier versions have no number: they come first, by name. A copy
    with an unreadable manifest keeps its position by name, so that it is reported and not skipped.
    """
    placed, number = [], 0
    for copy in sorted(copies):
        own = _number_of(copy)
        number = number if own is None else own
        placed.append((number, copy.name, copy))
    return [copy for _number, _name, copy in sorted(placed)]


def next_number(copies: Iterable[Path]) -> int:
    """The number for a copy made now."""
    return 1 + max((_number_of(copy) or 0 for copy in copies), default=0)


def _number_of(copy: Path) -> int | None:
    try:
        number = json.loads((copy / "manifest.json").read_bytes()).get("number", 0)
    except (OSError, ValueError, AttributeError, RecursionError):
        return None
    return number if isinstance(number, int) else None
