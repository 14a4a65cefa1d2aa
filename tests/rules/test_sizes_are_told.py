"""The table of sizes in `tests/promises/README.md` is the one that the harnesses use."""

import re
from pathlib import Path

from tests.promises.sizes import SIZES

README = Path(__file__).resolve().parent.parent / "promises" / "README.md"


def test_the_table_says_the_sizes_that_are_used():
    rows = re.findall(r"^\| ([^|]+) \| ([\d,]+) \| ([\d,]+) \|$", README.read_text(), re.MULTILINE)
    told = {name: (int(small.replace(",", "")), int(full.replace(",", ""))) for name, small, full in rows}
    assert told == SIZES


def test_every_size_of_the_table_is_used():
    used = "".join(path.read_text() for path in README.parent.parent.rglob("test_*.py"))
    assert not [name for name in SIZES if f'size("{name}")' not in used]
