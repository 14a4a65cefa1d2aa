"""The name of a test says in 25 to 50 letters what a person would say about the behaviour."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FEWEST, MOST = 25, 50


def letters_in(name: str) -> int:
    """How many letters and digits a test's name has, without `test_` and without underscores."""
    return len(name.removeprefix("test_").replace("_", ""))


def names_outside(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of each test function whose name is too short or too long."""
    for node in ast.walk(ast.parse(source)):
        is_test = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test")
        if is_test and not FEWEST <= letters_in(node.name) <= MOST:
            yield node.lineno, node.name


def test_test_names_have_25_to_50_letters():
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {name} has {letters_in(name)} letters"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for line, name in names_outside(path.read_text())
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("test_withdrawn_photo_is_404_at_once", 25), ("test_it_ends", 6), ("test__a__b_", 2), ("test_", 0)],
)
def test_underscores_and_the_prefix_are_not_counted(name, letters):
    assert letters_in(name) == letters


@pytest.mark.parametrize(("letters", "found"), [(24, True), (25, False), (50, False), (51, True)])
@pytest.mark.parametrize("kind", ["def", "async def"])
def test_a_planted_name_outside_the_limits_is_found(kind, letters, found):
    name = "test_" + "_".join("x" * letters)
    assert [name for _line, name in names_outside(f"class Tests:\n    {kind} {name}(self):\n        pass\n")] == (
        [name] if found else []
    )
