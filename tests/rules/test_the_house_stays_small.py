"""Small files, small functions: when one grows, look for the second subject in it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST = {".py": 300, ".html": 150, ".css": 200, ".js": 80}
LONGEST_FUNCTION = 40
DRAWERS = {"utils", "helpers", "common", "core", "managers", "services", "misc"}


def files(*endings: str) -> list[Path]:
    every = [path for folder in ("held", "bench", "release") for path in (ROOT / folder).rglob("*")]
    return sorted(p for p in every if p.suffix in endings and "migrations" not in p.parts)


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text())
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(node.name, node.end_lineno - node.lineno + 1) for node in ast.walk(tree) if isinstance(node, kinds)]


@pytest.mark.parametrize("ending", sorted(LONGEST))
def test_no_file_is_longer_than_its_limit(ending):
    lengths = {path.name: len(path.read_text().splitlines()) for path in files(ending)}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST[ending]}


def test_no_function_is_longer_than_its_limit():
    long = [(path.name, name, n) for path in files(".py") for name, n in functions(path) if n > LONGEST_FUNCTION]
    assert not long


def test_no_module_is_named_utils_or_helpers():
    assert not [path for path in (ROOT / "held").rglob("*") if path.stem in DRAWERS]


def test_every_public_function_says_what_it_promises():
    silent = []
    for path in files(".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            named = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if named and not is_inner(node) and not ast.get_docstring(node):
                silent.append((path.name, node.name))
    assert not silent


def is_inner(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """A setter beside its property, Django's Meta, or the page inside a decorator: documented elsewhere."""
    setter = any(isinstance(mark, ast.Attribute) and mark.attr == "setter" for mark in node.decorator_list)
    return setter or node.name in {"Meta", "answer"}


def test_every_module_has_a_docstring_that_says_what_it_is():
    assert not [path for path in files(".py") if not ast.get_docstring(ast.parse(path.read_text()))]
