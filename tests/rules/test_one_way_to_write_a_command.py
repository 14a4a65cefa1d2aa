"""Texts for hosts name a command as it can be typed, with bin/: `held` is not on the PATH."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from held.cli.parser import COMMANDS

ROOT = Path(__file__).resolve().parent.parent.parent
BARE = re.compile(rf"(?<![\w/.-])held (?:{'|'.join(COMMANDS)})\b")


def said(code: str) -> Iterator[str]:
    """Every string in a module that is not a docstring."""
    tree = ast.parse(code)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def bare(texts: Iterator[str]) -> list[str]:
    return [found for text in texts for found in BARE.findall(text)]


def pages() -> dict[str, list[str]]:
    """What hosts read: messages, templates, and the pages for them."""
    found = {path: list(said(path.read_text())) for path in sorted((ROOT / "held").rglob("*.py"))}
    prose = [*(ROOT / "held").rglob("*.html"), *(ROOT / "docs" / "hosts").glob("*.md"), ROOT / "README.md"]
    found |= {path: [path.read_text()] for path in prose}
    return {str(path.relative_to(ROOT)): texts for path, texts in found.items()}


def test_every_command_is_written_as_it_can_be_typed():
    wrong = {name: found for name, texts in pages().items() if (found := bare(iter(texts)))}
    assert not wrong


@pytest.mark.parametrize(("text", "count"), [("“held serve” begins", 1), ("run held check.", 1), ("bin/held serve", 0)])
def test_a_command_without_its_bin_folder_is_found(text, count):
    assert len(bare(said(f'"""held serve: opens."""\ntold = {text!r}'))) == count
