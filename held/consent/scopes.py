"""Scopes: what a person is asked for. An answer holds for one scope and for no other."""

import re
from unicodedata import normalize

from held.lib.visible import can_be_seen

KEEP = "keep"
NAMED = "named"
LINK = "link"
PUBLIC = "public"
PRINT = "print"
READERS = (NAMED, LINK, PUBLIC)  # from the narrowest circle to the widest
FIXED = (KEEP, NAMED, LINK, PUBLIC, PRINT)
LONGEST_OUTLET = 40  # letters

_PRESS = "press:"


def press(outlet: str) -> str:
    """The scope of one outlet of the press, the same however its name was typed. Raises ValueError for no such name."""
    name = _one_way(outlet)
    if not can_be_seen(name) or len(name) > LONGEST_OUTLET or not name.isprintable():
        raise ValueError("Not the name of an outlet.")
    return _PRESS + name


def in_our_hands(scope: str) -> bool:
    """Whether it is this program that shows it, or does not. Of a print or a newspaper it can keep the answer alone."""
    return scope in READERS


def is_scope(given: str) -> bool:
    """Whether this is a scope, written in the one way in which it is kept."""
    if given in FIXED:
        return True
    try:
        return given == press(given.removeprefix(_PRESS))
    except ValueError:
        return False


def _one_way(name: str) -> str:
    """Capitals, width and accents typed in two ways are one name: an answer must be found again."""
    folded = normalize("NFKC", normalize("NFKC", name).casefold())
    return re.sub(r"\s+", " ", folded).strip()
