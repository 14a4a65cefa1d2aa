"""The clock's table: what one entry says about a wait or an end, and where all entries are found.

Each file `tests/uptime/ends_of_*.py` exports `ENDS: list[End]`. The table tries every entry at every leap of the clock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Literal

from tests.cast import Cast


@dataclass(frozen=True)
class End:
    """Something that waits (it protects somebody), or something that ends (it lets somebody in, or shows something).

    `lasts` is how long. `begin` makes it and returns the argument of `is_over`. `is_over` may change the data when its
    answer is True, and must not when it is False.
    """

    name: str
    kind: Literal["wait", "end"]
    lasts: timedelta
    begin: Callable[[Cast], object]
    is_over: Callable[[object], bool]


def every_end() -> list[End]:
    """The entries of all files, in the order of their names."""
    files = sorted(path.stem for path in Path(__file__).parent.glob("ends_of_*.py"))
    return [end for file in files for end in import_module(f"tests.uptime.{file}").ENDS]
