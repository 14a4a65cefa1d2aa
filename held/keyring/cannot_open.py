"""Handles sealed content that does not open, in one place."""

from collections.abc import Callable
from typing import TypeVar

Opened = TypeVar("Opened")
Otherwise = TypeVar("Otherwise")


class CannotOpen(Exception):
    """Something sealed does not open: its key is gone (KeyGone), or it is damaged (Damaged)."""


def opened_or(otherwise: Otherwise, opens: Callable[[], Opened]) -> Opened | Otherwise:
    """The result of `opens`; `otherwise` if something sealed in it does not open."""
    try:
        return opens()
    except CannotOpen:
        return otherwise
