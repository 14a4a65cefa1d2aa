"""Finds database rows that reach a page: in its arguments, in what its calls return, in its templates."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import is_dataclass
from functools import partial
from pathlib import Path
from types import FrameType, FunctionType, MethodType
from unittest.mock import patch

from django.db.models import Manager, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.utils.functional import LazyObject, empty

import held.web

ROWS = (Model, QuerySet, Manager)
DEEPEST = 12
WEB = Path(held.web.__file__).parent


def rows_in(value: object, deep: int = 0, seen: set[int] | None = None) -> Iterator[type]:
    """The classes of the rows, and of lists of rows, that can be reached from a value without a query.

    Looks into collections, dataclasses and other objects of ours, partial functions, methods and closures. Requests and
    responses are not looked into: Django gives them to every page.
    """
    seen = set() if seen is None else seen
    if deep > DEEPEST or id(value) in seen or isinstance(value, HttpRequest | HttpResponse | type):
        return
    seen.add(id(value))
    if isinstance(value, LazyObject):
        value = value.__dict__.get("_wrapped", empty)
    if isinstance(value, ROWS):
        yield type(value)
        return
    for one in _inside(value):
        yield from rows_in(one, deep + 1, seen)


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from value.values()
        yield from value.keys()
    elif isinstance(value, list | tuple | set | frozenset):
        yield from value
    elif isinstance(value, partial):
        yield from (value.func, *value.args, *value.keywords.values())
    elif isinstance(value, MethodType):
        yield value.__self__
    elif isinstance(value, FunctionType):
        yield from (cell.cell_contents for cell in value.__closure__ or () if not _is_empty(cell))
    elif is_dataclass(value) or type(value).__module__.startswith("held."):
        yield from getattr(value, "__dict__", {}).values()


def _is_empty(cell: object) -> bool:
    try:
        cell.cell_contents  # noqa: B018  # reading it is the question
    except ValueError:
        return True
    return False


@contextmanager
def watching(*folders: str) -> Iterator[set[tuple[str, str, str]]]:
    """While the block runs: each row that reached a page in one of these folders of `held/web`.

    A finding names the page's function, how the row came there, and the class of the row. Templates are watched
    wherever they are rendered, so request only the pages in question inside the block.
    """
    found: set[tuple[str, str, str]] = set()
    under = tuple(f"{WEB / folder}/" for folder in folders)

    def watch(frame: FrameType, event: str, value: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(under):
            note(frame, "is called with", dict(frame.f_locals))
        elif event == "return" and frame.f_back and frame.f_back.f_code.co_filename.startswith(under):
            note(frame.f_back, f"is given by {frame.f_code.co_name}", value)

    def note(frame: FrameType, how: str, value: object) -> None:
        where = f"{Path(frame.f_code.co_filename).relative_to(WEB)}:{frame.f_code.co_name}"
        found.update((where, how, row.__name__) for row in rows_in(value))

    def render(template: Template, context: Context) -> str:
        words = {name: value for layer in context.dicts for name, value in layer.items() if name != "request"}
        found.update((str(template.name), "is rendered with", row.__name__) for row in rows_in(words))
        return rendered(template, context)

    rendered = Template._render  # every template passes here, even an included one
    with patch.object(Template, "_render", render):
        sys.setprofile(watch)
        try:
            yield found
        finally:
            sys.setprofile(None)
