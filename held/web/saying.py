"""The word in an address that says what was just done: `?said=…`, or a mark such as `?left`.

Anybody can write an address. So a word counts only where a page of ours led here: a copied address, or a link on
another site, does not say that something happened. No other module reads these words from an address:
tests/rules/test_one_module_reads_what_was_said.py.
"""

from collections.abc import Collection
from urllib.parse import unquote_plus, urlsplit

from django.http import HttpRequest

from held.access import AskedPerson
from held.consent.later import SAID_NO
from held.consent.table import OPEN, Standing
from held.web.asking import comes_from_here

NOTHING_CHANGED = frozenset(
    {
        *("once-more", "not-kept", "no-only", "tells-first", "answered-since", "other-words", "looking"),
        *("changed", "has-words", "nothing-chosen", "nobody-named", "named-meanwhile", "part-asked-already"),
        *("asked-twice", "already-here", "link-used", "not-as-shown", "no-reach", "let-in-since"),
        *("used", "here", "never-here", "other-day"),
    }
)
"""Words after which nothing was changed. A browser that does not say where it comes from is told these as well; one
that says that another site led here is told none."""

MARKS = frozenset({"left", "ended", "words", "sends", "not-done"})
"""What an address without `said` says of what was done: signed out here, or elsewhere; words or photographs wait in
another tab; an act was not done."""


def said_in(request: HttpRequest) -> str:
    """The word for what was just done; empty where no page of ours led here."""
    said = request.GET.get("said", "")
    from_here = comes_from_here(request)
    return said if from_here or (said in NOTHING_CHANGED and not _comes_from_elsewhere(request)) else ""


def is_marked(request: HttpRequest, mark: str) -> bool:
    """Whether a page of ours led here with this one of `MARKS`. Raises KeyError for any other."""
    if mark not in MARKS:
        raise KeyError(mark)
    return mark in request.GET and comes_from_here(request)


def without_words(path: str) -> str:
    """A path of ours, without the words for what was just done: a sign-in that leads there did nothing of that."""
    parts = urlsplit(path)
    kept = [one for one in parts.query.split("&") if unquote_plus(one.partition("=")[0]) not in {"said", *MARKS}]
    return parts._replace(query="&".join(kept)).geturl()


def _comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that a page of another site led here."""
    return request.headers.get("Sec-Fetch-Site", "") in {"cross-site", "same-site"}


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
