"""Nobody compares with the machine's clock, or calculates with it, outside of held/uptime: it may be wrong by years.

Stamping is fine: a field of a row may say what the clock showed. Only held/uptime says what follows from a stamp.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.source_code import offences_in_functions

CLOCKS = {
    "held.lib.clock.now",
    "django.utils.timezone.now",
    "django.db.models.functions.Now",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
}
COMPARING = ("__lt", "__lte", "__gt", "__gte", "__range")
# `path:function` that may do it, each with its reason.
ALLOWED = {
    "held/jail/age_of_decoders.py:are_old": "a wrong date tells a host one sentence too many or too few",
    "held/web/network.py:_salt_of_today": "another salt forgets the counts of rate limits, and nothing else",
}


def offences(source: str) -> list[tuple[str, int]]:
    """The functions of a module that compare with a clock or calculate with it, and in which line."""
    tree = ast.parse(source)
    return list(_offences(tree, _Names(tree), "", set()))


class _Names:
    """What the names of a module refer to, as far as they were imported."""

    def __init__(self, tree: ast.Module) -> None:
        self._of: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                self._of |= {name.asname or name.name: name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                self._of |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}

    def is_clock(self, node: ast.expr) -> bool:
        """Whether this expression reads a clock."""
        if not isinstance(node, ast.Call):
            return False
        name = ast.unparse(node.func)
        first, _, rest = name.partition(".")
        return ".".join(filter(None, (self._of.get(first, first), rest))) in CLOCKS


def _offences(tree: ast.AST, names: _Names, within: str, known: set[str]) -> Iterator[tuple[str, int]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = f"{within}.{node.name}".lstrip(".")
            yield from _offences(node, names, inner, known | _told_by_a_clock(node, names))
        else:
            if _asks_for_an_age(node) or any(_is_time(used, names, known) for used in _judged(node)):
                yield within, getattr(node, "lineno", 0)
            yield from _offences(node, names, within, known)


def _told_by_a_clock(function: ast.AST, names: _Names) -> set[str]:
    """The variables of a function that it sets to a clock's time."""
    found = set()
    for node in ast.walk(function):
        for target, value in _assigned(node):
            if isinstance(target, ast.Name) and _is_time(value, names, set()):
                found.add(target.id)
    return found


def _assigned(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(node, ast.NamedExpr):
        yield node.target, node.value
    for target in node.targets if isinstance(node, ast.Assign) else ():
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=False)
        else:
            yield target, node.value


def _judged(node: ast.AST) -> list[ast.expr]:
    """What is compared, added, looked up by, or passed to another function here."""
    match node:
        case ast.Compare(left=left, comparators=others):
            return [left, *others]
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.AugAssign(value=value):
            return [value]
        case ast.Call(args=args, keywords=keywords):
            lookups = [told.value for told in keywords if told.arg and told.arg.endswith(COMPARING)]
            return [*args, *lookups]
    return []


def _asks_for_an_age(node: ast.AST) -> bool:
    """Django’s signing compares with the clock if it is given a maximum age of a signature."""
    reads = isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in {"loads", "unsign"}
    return reads and any(told.arg == "max_age" for told in node.keywords)


def _is_time(node: ast.expr, names: _Names, known: set[str]) -> bool:
    """A clock's time, or a part of it: now(), at, now().date(), now().timestamp()."""
    if isinstance(node, ast.Name):
        return node.id in known
    if isinstance(node, ast.NamedExpr):
        return _is_time(node.value, names, known)
    if names.is_clock(node):
        return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr not in {"isoformat", "strftime"} and _is_time(node.func.value, names, known)
    return isinstance(node, ast.Attribute) and _is_time(node.value, names, known)


def test_nobody_counts_with_the_clock_outside_of_the_one_piece() -> None:
    wrong = {
        place: lines
        for place, lines in offences_in_functions(offences, without=("held/uptime",)).items()
        if place not in ALLOWED
    }
    assert not wrong, f"please ask held.uptime instead: {wrong}"


def test_no_reason_is_given_for_a_place_that_is_gone() -> None:
    assert ALLOWED.keys() <= offences_in_functions(offences, without=("held/uptime",)).keys()


HEAD = """
import time
from datetime import date, datetime
from time import time as seconds
from django.core import signing
from django.db.models.functions import Now
from django.utils import timezone
from held.lib.clock import now
def asks(row, wait):
    """


@pytest.mark.parametrize(
    "line",
    [
        "return now() - row.at > wait",
        "return row.ends_at <= now()",
        "at = now(); return row.ends_at <= at",
        "at, tries = now(), 1; return at + wait",
        "return Row.objects.filter(ends_at__gt=now())",
        "return Row.objects.filter(Q(at__lte=Now()))",
        "return row.can_be_used(now())",
        "return timezone.now() < row.expire_date",
        "return time.time() - row.shown < 900",
        "return seconds() - row.shown < 900",
        "return datetime.now(UTC) > row.at",
        "return row.day != date.today()",
        "return row.day != now().date()",
        "return int(now().timestamp())",
        "return now().year > 2020",
        "if (at := now()) > row.at: return at",
        "return signing.loads(row.draft, max_age=900)",
    ],
)
def test_planted_clock_arithmetic_is_found(line: str) -> None:
    assert [function for function, _line in offences(HEAD + line)] == ["asks"]


@pytest.mark.parametrize(
    "line",
    [
        "row.at = now()",
        "Row.objects.create(at=now())",
        "Row.objects.filter(pk=1).update(used_at=now())",
        "return now().isoformat()",
        "return {'at': now()}",
        "return signing.loads(row.draft)",
        "return time.monotonic() - row.since",
        "row.seen(at=now().date())",
        "return has_ended(row.end)",
    ],
)
def test_storing_a_time_stamp_is_accepted(line: str) -> None:
    assert not offences(HEAD + line)
