"""A running number says which copy is the newest. For what copies do with it: test_copies.py."""

import json
from pathlib import Path

from held.keeping.newest_copy import in_order, next_number


def copy(folder: Path, name: str, told: object) -> Path:
    (folder / name).mkdir()
    (folder / name / "manifest.json").write_text(json.dumps(told))
    return folder / name


def test_the_number_decides_and_then_the_name(tmp_path: Path) -> None:
    third = copy(tmp_path, "2020-01-01", {"number": 3})
    first = copy(tmp_path, "2030-01-01", {})
    second = copy(tmp_path, "2040-01-01", {})
    assert in_order([third, second, first]) == [first, second, third]
    assert next_number([third, second, first]) == 4


def test_what_is_no_number_does_not_stop_a_copy(tmp_path: Path) -> None:
    told = [{"number": "many"}, [], {"number": None}]
    there = [copy(tmp_path, f"2026-01-0{day}", one) for day, one in enumerate(told, start=1)]
    assert in_order(there) == there
    assert next_number(there) == 1
    assert next_number([]) == 1


def test_a_manifest_nested_too_deeply_does_not_stop_a_copy(tmp_path: Path) -> None:
    deep = copy(tmp_path, "2026-01-01", {})
    (deep / "manifest.json").write_text("[" * 100_000)
    assert next_number([deep]) == 1
