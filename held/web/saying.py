"""The word in an address that says what was just done (`?said=`).

Anybody can write an address. So a word that something was done counts only where a page of ours led here: a copied
address, or one that somebody else made, does not say that something happened.
"""

from collections.abc import Collection

from django.http import HttpRequest

from held.access import AskedPerson
from held.consent.later import SAID_NO
from held.consent.table import OPEN, Standing
from held.web.asking import comes_from_here

NOTHING_CHANGED = frozenset({"once-more", "not-kept", "no-only", "tells-first", "answered-since", "other-words"})
"""Words after which nothing was changed. Who needs them may have a browser that does not say where it comes from."""


def said_in(request: HttpRequest) -> str:
    """The word for what was just done; empty where it says that something was, and no page of ours led here."""
    said = request.GET.get("said", "")
    return said if said in NOTHING_CHANGED or comes_from_here(request) else ""


def still_so(said: str, told: Collection[AskedPerson]) -> bool:
    """Whether what this word says of an answer is so now, for one of these photographs. A page that is loaded again may
    be older than a change that was made elsewhere. Words that say nothing of an answer are always so."""
    standings = {question.standing for one in told for question in one.questions}
    found = {
        "yes": bool(standings & OPEN),
        "no": bool(standings & SAID_NO),
        "not-now": Standing.NOT_NOW in standings,
        "withdrawn": bool(standings & SAID_NO),
        "tells": any(one.tells for one in told),
        "tells-not": not all(one.tells for one in told),
    }
    return found.get(said, True)
