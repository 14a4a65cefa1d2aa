"""The audit log is only written; no code asks it whether something is so.

What a page or an act has to know is a row of its own, with an index and a data policy. Migrations may read the log, to
make such rows from it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
MODULE, TABLE = "held.history.models", "history_line"
ALLOWED = {"held/keeping/databases.py": {TABLE}}  # it counts the rows of a copy, to check whether all were copied


def asks(source: str) -> Iterator[str]:
    """Each way in which Python code reaches the rows of the log."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
            yield from names & {MODULE}
        elif isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & {MODULE}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if TABLE in node.value.lower() or node.value.lower() == "history.line" or node.value == MODULE:
                yield TABLE if TABLE in node.value.lower() else node.value
        elif isinstance(node, ast.Call) and _word(node.args[:1]) == "history":
            yield ast.unparse(node)


def _word(arguments: list[ast.expr]) -> object:
    return arguments[0].value if arguments and isinstance(arguments[0], ast.Constant) else None


def test_nothing_asks_the_log_what_is_so() -> None:
    found = {
        name: odd
        for path in sorted((ROOT / "held").rglob("*.py"))
        if "migrations" not in path.parts and "history" not in path.parts
        if (odd := set(asks(path.read_text())) - ALLOWED.get(name := str(path.relative_to(ROOT)), set()))
    }
    assert not found, f"please keep a row of its own instead of asking the log: {found}"


def test_every_allowed_case_is_still_there() -> None:
    assert {name for name in ALLOWED if not set(asks((ROOT / name).read_text()))} == set()


@pytest.mark.parametrize(
    "line",
    [
        "from held.history.models import Line",
        "from held.history import models",
        "import held.history.models as log",
        "Line = apps.get_model('history', 'Line')",
        "Line = apps.get_model('history.Line')",
        "Line = import_module('held.history.models').Line",
        "lines = apps.get_app_config('history').get_models()",
        "cursor.execute('SELECT act FROM history_line')",
        "cursor.execute(f'SELECT {act} FROM history_line')",
    ],
)
def test_a_planted_query_of_the_log_is_found(line: str) -> None:
    assert list(asks(f"def is_so():\n    {line}"))


@pytest.mark.parametrize(
    "line", ["from held.history.noting import note", "note('story.begun', 'story 7', by=account)", "back = 'history'"]
)
def test_code_that_writes_to_the_log_is_allowed(line: str) -> None:
    assert not list(asks(line))
