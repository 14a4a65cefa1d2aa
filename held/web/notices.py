"""The word in an address that says what was just done: `?said=…`, or a mark such as `?left`.

Anybody can write an address, even in a story here. So a word counts only with our signature (`signed=…`), which is for
this word at this path, and valid for a short time. And it counts only if one of our pages led here: a copied address,
or a link on another site, does not say that something happened. No other module writes or reads these words:
tests/rules/test_one_module_reads_what_was_said.py.
"""

from collections.abc import Collection
from urllib.parse import unquote_plus, urlsplit

from django.http import HttpRequest

from held.access import AskedPerson
from held.consent.later import SAID_NO
from held.consent.scopes import READERS
from held.consent.states import OPEN, Status
from held.pictures.ticket import NotGood, Tickets
from held.web.photograph_request import is_same_origin

NOTHING_CHANGED = frozenset(
    {
        *("once-more", "not-kept", "no-only", "tells-first", "answered-since", "other-words", "looking"),
        *(
            "changed",
            "has-words",
            "nothing-chosen",
            "nobody-named",
            "named-meanwhile",
            "part-asked-already",
            "part-took-first",
        ),
        *("asked-twice", "already-here", "link-used", "not-as-shown", "no-reach", "let-in-since"),
        *("used", "here", "never-here", "other-day", "taken-out-first", "not-in-envelope", "not-taken-back"),
    }
)
"""Words after which nothing was changed. A browser that does not say where it comes from gets these too; one that
says that another site led here gets none."""

MARKS = frozenset({"left", "ended", "words", "sends", "not-done", "not-done-kept"})
"""What an address without `said` reports: signed out here, or elsewhere; words or photographs wait in another tab;
an act was not done."""


GOOD_FOR = 60  # seconds, for a redirect; a slow phone follows it within this time
LINK_GOOD_FOR = 3600  # seconds, for a link on a page that first shows words to copy
SIGNED = "signed"
_words = Tickets()  # nobody can set its clock; each start has its own key


def saying(address: str, said: str) -> str:
    """The address, with the word for what was just done; `said` may be empty."""
    return _signed(address, said, f"said={said}", GOOD_FOR) if said else address


def marked(address: str, mark: str, *, seconds: int = GOOD_FOR) -> str:
    """The address with one of `MARKS`. Raises KeyError for any other."""
    if mark not in MARKS:
        raise KeyError(mark)
    return _signed(address, mark, mark, seconds)


def said_in(request: HttpRequest) -> str:
    """The word for what was just done; empty if no page of ours led here."""
    said = request.GET.get("said", "")
    if not said or not _is_ours(request, said):
        return ""
    from_here = is_same_origin(request)
    return said if from_here or (said in NOTHING_CHANGED and not _comes_from_elsewhere(request)) else ""


def is_marked(request: HttpRequest, *marks: str) -> bool:
    """Whether a page of ours led here with one of these of `MARKS`. Raises KeyError for any other."""
    if unknown := set(marks) - MARKS:
        raise KeyError(*unknown)
    return any(mark in request.GET and _is_ours(request, mark) for mark in marks) and is_same_origin(request)


def without_words(path: str) -> str:
    """A path of ours, without the words for what was just done: a sign-in that leads there has done none of it."""
    parts = urlsplit(path)
    kept = [
        one for one in parts.query.split("&") if unquote_plus(one.partition("=")[0]) not in {"said", SIGNED, *MARKS}
    ]
    return parts._replace(query="&".join(kept)).geturl()


def _signed(address: str, word: str, query: str, seconds: int) -> str:
    ticket = _words.give(word, visit=urlsplit(address).path, seconds=seconds)
    return f"{address}{'&' if '?' in address else '?'}{SIGNED}={ticket}&{query}"


def _is_ours(request: HttpRequest, word: str) -> bool:
    """Whether we signed this word for this path a short time ago."""
    try:
        return _words.said(request.GET.get(SIGNED, ""), visit=request.path) == word
    except NotGood:
        return False


def _comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that a page of another site led here."""
    return request.headers.get("Sec-Fetch-Site", "") in {"cross-site", "same-site"}


def still_so(said: str, told: Collection[AskedPerson]) -> bool:
    """Whether what this word says about an answer is true now, for one of these photographs. A page that is loaded
    again may be older than a change made elsewhere. Words that say nothing about an answer are always true."""
    statuses = {question.status for one in told for question in one.questions}
    closed = [one for one in told if not any(q.scope in READERS and q.status in OPEN for q in one.questions)]
    closed_by = {question.status for one in closed for question in one.questions}
    said_no, said_not_now = bool(statuses & SAID_NO), Status.NOT_NOW in statuses
    found = {
        "yes": bool(statuses & OPEN),
        **dict.fromkeys(("no", "no-use-gone", "no-to-all", "withdrawn"), said_no),
        **dict.fromkeys(("not-now", "not-now-use-gone"), said_not_now),
        "no-yes-gone": bool(closed_by & SAID_NO),
        "not-now-yes-gone": Status.NOT_NOW in closed_by,
        "tells": any(one.tells for one in told),
        "tells-not": not all(one.tells for one in told),
    }
    return found.get(said, True)
