"""The two guides of docs, under Help: their words, without their pictures."""

import re
from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import held
from held.lib.markdown import to_html
from held.web.audiences import for_anyone

DOCS = Path(held.__file__).resolve().parent.parent / "docs"


@require_safe
@for_anyone(logged=True)
def for_families(request: HttpRequest) -> HttpResponse:
    """How it works for a family."""
    return _guide(request, "families")


@require_safe
@for_anyone(logged=True)
def for_friends(request: HttpRequest) -> HttpResponse:
    """How it works for a friend who is asked, and for a reader."""
    return _guide(request, "friends")


def _guide(request: HttpRequest, name: str) -> HttpResponse:
    heading, words = _read(name)
    return render(request, "reader/guide.html", {"heading": heading, "words": words})


@cache
def _read(name: str) -> tuple[str, str]:
    """The heading and the words as HTML. Raises Http404 if this copy of the program has no docs."""
    try:
        text = (DOCS / f"{name}.md").read_text()
    except FileNotFoundError as missing:
        raise Http404 from missing
    heading, _, words = text.partition("\n")
    without_pictures = re.sub(r"!\[[^]]*\]\([^)]*\)\n*", "", words)
    return heading.removeprefix("# "), to_html(_unwrapped(without_pictures))


def _unwrapped(text: str) -> str:
    """The text with each paragraph and item on one line: in a family's text, a new line is a new line."""
    return re.sub(r"(?<=[^\n])\n(?![\n-]) *", " ", text)
