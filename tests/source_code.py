"""The source of held's modules, for rules to read; without migrations, which are never changed."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def modules(*, without: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Path from the root, and source, of every module in order; `without`: folders such as "held/uptime"."""
    for path in sorted((ROOT / "held").rglob("*.py")):
        name = str(path.relative_to(ROOT))
        if "migrations" not in path.parts and str(Path(name).parent) not in without:
            yield name, path.read_text()


def offences_in_functions(
    offences: Callable[[str], Iterable[tuple[str, int]]], *, without: tuple[str, ...] = ()
) -> dict[str, list[int]]:
    """`path:function` of each offence that `offences` finds in a module (function and line), with the lines."""
    found: dict[str, list[int]] = {}
    for path, source in modules(without=without):
        for function, line in offences(source):
            found.setdefault(f"{path}:{function}", []).append(line)
    return found
