"""Scopes: what a person is asked for. An answer is valid for one scope only."""

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
    """The scope of one outlet, equal however its name is typed. Raises ValueError for a name that isn't valid."""
    name = _one_way(outlet)
    if not can_be_seen(name) or len(name) > LONGEST_OUTLET or not name.isprintable():
        raise ValueError("Not the name of an outlet.")
    return _PRESS + name


def is_scope(given: str) -> bool:
    """Whether this is a scope in its stored form."""
    if given in FIXED:
        return True
    try:
        return given == press(given.removeprefix(_PRESS))
    except ValueError:
        return False


def _one_way(name: str) -> str:
    """Normalise capitals, width and accents, so that the same name typed in two ways finds the same answer."""
    folded = normalize("NFKC", normalize("NFKC", name).casefold())
    return re.sub(r"\s+", " ", folded).strip()
