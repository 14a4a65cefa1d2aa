"""Writes the tree of docs/map.md: each package of held, and the first line of its docstring.

    python -m tests.tree

replaces the tree between its two marks.
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "map.md"
BEGIN = "[//]: # (written by python -m tests.tree)"
END = "[//]: # (end of the tree)"


def tree(held: Path = ROOT / "held", layers: list[str] | None = None) -> str:
    """One line for each package, in the order of the import contract, so that imports go down."""
    packages = [package for layer in layers or _layers() for package in layer.split(" | ")]
    return "\n".join(line for name in packages for line in _lines(held, held / name))


def written(page: str) -> str:
    """The page with the current tree. Raises ValueError if the page lacks the marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("The page has no marks to write the tree between.")
    return f"{before}{BEGIN}\n\n{tree()}\n\n{END}{after}"


def _lines(held: Path, folder: Path) -> Iterator[str]:
    """The line of a package, then those of the packages inside it."""
    docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or ""
    path = folder.relative_to(held)
    yield f"{'  ' * (len(path.parts) - 1)}- `held/{path}/`: {docstring.partition(chr(10))[0]}"
    for inside in sorted(folder.iterdir()):
        if (inside / "__init__.py").exists() and inside.name != "migrations":
            yield from _lines(held, inside)


def _layers() -> list[str]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return next(contract["layers"] for contract in contracts if contract["type"] == "layers")


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text()))
