"""Nobody compares two stored stamps, or orders rows by them, outside of held/uptime: either may have been wrong.

A stamp is what a row says about when something happened: a date of the machine's clock, or an uptime. The exceptions
are listed, each with its reason. docs/decisions/0034-two-clocks.md
"""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import DateField

from tests.source_code import offences_in_functions

ON_A_PAGE = "the order of a list on a page; every row is in it"
ON_PAGES = "the order of a list in pages; every row is on one of them, whatever its date"
ONE_BY_ONE = "the order in which all of them are gone through"
WAITING = "which messages come first where many wait; the others follow when these are answered"
CHORES = "a chore's own rule of what is due by either clock; tests/uptime/test_table.py tries it with every leap"
# `path:function` that may do it, each with its reason.
ALLOWED = {
    **dict.fromkeys(
        [
            "held/access/lost_links.py:_persons_of",
            "held/access/consent.py:involvements_to_see",
            "held/access/consent.py:own_involvements",
            "held/access/consent.py:others_to_ask_about",
            "held/access/consent_links.py:consent_links_behind",
            "held/access/consent.py:persons_to_name",
            "held/access/consent.py:parents_to_name",
            "held/access/contributors.py:envelopes_to_see",
            "held/access/families.py:memberships_of",
            "held/access/families.py:members_to_see",
            "held/access/families.py:stories_to_write",
            "held/access/families.py:named_to_see",
            "held/access/guardians.py:who_answers",
            "held/access/guardians.py:access_requests_to_answer",
            "held/access/consent_links.py:links_to_see",
            "held/access/consent_links.py:involvements_that_await_a_parent",
            "held/access/recoveries.py:recoveries_to_see",
            "held/access/recoveries.py:recoveries_asked_by",
            "held/desk/enclosed.py:said_of",
            "held/desk/outline.py:versions_of",
        ],
        ON_A_PAGE,
    ),
    **dict.fromkeys(
        [
            "held/consent/lost_links.py:links_for",
            "held/consent/consent_links.py:_link",
            "held/consent/ending.py:end_links_made_by",
            "held/consent/shown.py:still_as_shown",
            "held/actions/uninviting.py:uninvite",
            "held/keeping/verify_all.py:_every_sealed_thing",
            "held/keeping/verify_all.py:_envelopes",
            "held/keeping/verify_all.py:_people",
            "held/keeping/verify_all.py:_photographs",
        ],
        ONE_BY_ONE,
    ),
    **dict.fromkeys(
        [
            "held/chores/due.py:is_due",
            "held/chores/due.py:is_free",
            "held/chores/due.py:_is_due_ahead",
            "held/chores/due.py:_is_done_ahead",
            "held/chores/due.py:_is_claimed_ahead",
            "held/cli/time_findings.py:_is_late",
        ],
        CHORES,
    ),
    **dict.fromkeys(
        [
            "held/access/open_stories.py:_older_than",
            "held/access/open_stories.py:_newer_than",
            "held/access/open_stories.py:_comes_after",
        ],
        ON_PAGES,
    ),
    "held/access/lost_links.py:lost_link_requests_to_answer": WAITING,
    "held/access/lost_links.py:lost_link_requests_alike_to_answer": WAITING,
    "held/access/lost_links.py:_those_that_open_first": WAITING,
    "held/access/consent.py:asker_of": "the first link comes first by `later`; dates order only the links after it",
    "held/consent/lost_links.py:key_of_month": "with which key of the place a message is sealed, and nothing else",
    "held/gathering/envelopes.py:_end": "an uptime of 0 is a mark: it was ended",
    "held/web/connections.py:Sender._may_be": "seconds of time.monotonic, in no row",
}
ORDERED = re.compile(r"^(?P<path>\w+?)__(?:lt|lte|gt|gte|range|date|year|month|week|day)(?:__\w+)?$")
ORDERING = {"order_by", "latest", "earliest", "sorted", "sort", "min", "max", "Min", "Max", "attrgetter"}
KEEPS_ORDER = {"ordering", "get_latest_by"}


def stamps() -> frozenset[str]:
    """The names of all fields that store when something happened."""
    fields = [field for model in apps.get_models() for field in model._meta.local_fields]
    kept = {field.name for field in fields if isinstance(field, DateField) or field.name.endswith("uptime")}
    return frozenset(kept | {"uptime", "st_mtime", "st_ctime"})


def offences(source: str) -> list[tuple[str, int]]:
    """The functions of a module that compare stamps or order by them, and in which line."""
    return list(_offences(ast.parse(source), stamps(), ""))


def _offences(tree: ast.AST, known: frozenset[str], within: str) -> Iterator[tuple[str, int]]:
    for node in ast.iter_child_nodes(tree):
        inside = within
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = f"{within}.{node.name}".lstrip(".")
        elif _compares(node, known) or _looks_up(node, known) or _orders(node, known):
            yield within, getattr(node, "lineno", 0)
        yield from _offences(node, known, inside)


def _compares(node: ast.AST, known: frozenset[str]) -> bool:
    """row.at < other.at; row.at - other.at"""
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            sizes = any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in ops)
            return sizes and any(_tells_a_stamp(side, known) for side in (left, *others))
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _tells_a_stamp(left, known) or _tells_a_stamp(right, known)
    return False


def _tells_a_stamp(node: ast.AST, known: frozenset[str]) -> bool:
    """A function's argument is no stamp any more: the function is responsible for what it makes of it."""
    if isinstance(node, ast.Call):
        return False
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return _is_stamp(name, known, plain=isinstance(node, ast.Name)) or any(
        _tells_a_stamp(child, known) for child in ast.iter_child_nodes(node)
    )


def _is_stamp(name: str, known: frozenset[str], *, plain: bool = False) -> bool:
    """A plain variable counts as one only by a clear name: `at` may be a position in a file."""
    return name in known and not (plain and "_" not in name)


def _looks_up(node: ast.AST, known: frozenset[str]) -> bool:
    """filter(at__lt=…); Q(**{f"{at}__lt": …})"""
    if isinstance(node, ast.keyword):
        return node.arg is not None and _is_lookup(node.arg, known)
    if isinstance(node, ast.JoinedStr):
        pieces = [piece.value for piece in node.values if isinstance(piece, ast.Constant)]
        return any(isinstance(piece, str) and ORDERED.match(f"x{piece}") is not None for piece in pieces)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_lookup(node.value, known)


def _is_lookup(name: str, known: frozenset[str]) -> bool:
    found = ORDERED.match(name)
    return found is not None and found["path"].rpartition("__")[2] in known


def _orders(node: ast.AST, known: frozenset[str]) -> bool:
    """order_by("-at"); max(row.at for row in rows); class Meta: ordering = ["at"]"""
    if isinstance(node, ast.Assign):
        names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        return bool(names & KEEPS_ORDER) and _names_a_stamp(node.value, known)
    if not isinstance(node, ast.Call) or ast.unparse(node.func).rpartition(".")[2] not in ORDERING:
        return False
    told = [*node.args, *(keyword.value for keyword in node.keywords)]
    return any(_names_a_stamp(one, known) for one in told)


def _names_a_stamp(node: ast.AST, known: frozenset[str]) -> bool:
    for child in ast.walk(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            if child.value.lstrip("-").rpartition("__")[2] in known:
                return True
        elif isinstance(child, ast.Attribute) and child.attr in known:
            return True
    return False


def test_no_stamps_are_compared_outside_of_the_one_piece() -> None:
    wrong = {
        place: lines
        for place, lines in offences_in_functions(offences, without=("held/uptime",)).items()
        if place not in ALLOWED
    }
    assert not wrong, f"please ask held.uptime instead, or say why it decides nothing: {wrong}"


def test_no_reason_is_given_for_a_place_that_is_gone() -> None:
    assert ALLOWED.keys() <= offences_in_functions(offences, without=("held/uptime",)).keys()


@pytest.mark.parametrize(
    "line",
    [
        "return answer.at < family.made_at + WEEKS",
        "return link.ends_at <= link.starts_at",
        "return row.at - other.at",
        "return a.at_uptime >= b.made_uptime",
        "return closed_at > opened_at",
        "return ConsentLink.objects.filter(by=by, made_at__lte=until)",
        "return ConsentLink.objects.filter(made_at__lte=F('at'))",
        "return ConsentLink.objects.exclude(involvement__at__gt=OuterRef('made_at'))",
        "return Q(**{'link__ends_at__range': span})",
        "return Q(**{f'{field}__gte': since})",
        "return ConsentLink.objects.filter(made_at__year=2026)",
        "return ConsentLink.objects.order_by('involvement', '-made_at').first()",
        "return ConsentLink.objects.order_by(F('made_at').desc())",
        "return ConsentLink.objects.latest('made_at')",
        "return sorted(rows, key=lambda row: row.made_at)",
        "return sorted(rows, key=attrgetter('made_at'))",
        "return max(row.made_at for row in rows)",
        "return rows.aggregate(last=Max('made_at'))",
        "ordering = ['-made_at']",
        "return first.stat().st_mtime < second.stat().st_mtime",
    ],
)
def test_a_planted_comparison_is_found(line: str) -> None:
    assert "asks" in [function for function, _line in offences(f"def asks(by, until, rows):\n    {line}")]


@pytest.mark.parametrize(
    "line",
    [
        "return has_ended(Moment(row.ends_at, row.ends_uptime))",
        "return came_within(WEEKS, begun=family.made_at, came=answer.at)",
        "return answer.at == seen.at",
        "return row.used_at is None",
        "return ConsentLink.objects.filter(made_at=at, used_at__isnull=True)",
        "return ConsentLink.objects.order_by('later', 'pk')",
        "return at < end - at",
        "return ConsentLink.objects.create(made_at=now())",
    ],
)
def test_a_time_stamp_that_is_only_shown_is_accepted(line: str) -> None:
    assert not offences(f"def asks(by, until, rows):\n    {line}")
