"""Every route, found by walking the URLconf, so that no new route is forgotten."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Door:
    """One route: its name, its path with <parameters>, the page behind it."""

    name: str
    path: str
    page: Callable


def every_door() -> list[Door]:
    """All routes, by name."""
    return sorted(_walk(get_resolver(), "/", ""), key=lambda door: (door.name, door.path))


def path_of(door: Door, filled: dict[str, str]) -> str:
    """The route's path with every parameter filled in. Raises KeyError for a parameter nobody thought of."""
    return PARAMETER.sub(lambda match: filled[match[1]], door.path)


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[Door]:
    for found in resolver.url_patterns:
        path = prefix + str(found.pattern)
        if isinstance(found, URLPattern):
            yield Door(space + (found.name or "?"), path, found.callback)
        else:
            yield from _walk(found, path, f"{space}{found.namespace}:" if found.namespace else space)
