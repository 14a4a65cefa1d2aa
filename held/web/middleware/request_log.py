"""The request log: when, which page by its name, the status, how long it took. Never an address.

The audience of a page says whether a request has a line at all (`held/web/audiences.py`). No line says that somebody
asked for a photograph, or when; nor that somebody opened a link that was made for them, what they answered by it, or
that they say they are in one.
"""

import logging
from collections.abc import Callable
from time import monotonic

from django.http import Http404, HttpRequest, HttpResponse

from held.web.audiences import is_logged

log = logging.getLogger("held.requests")


def tell_fault(where: str, fault: BaseException) -> None:
    """Log the kind of a fault and where it came from, without its text."""
    log.error("fault %s", where, exc_info=fault)


class TellRoute:
    """Writes one line for each request to a page that is logged. It has no path, query, cookie, words, name or
    number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = monotonic()
        answer = self._get_response(request)
        match = request.resolver_match
        page = match.view_name if match else "-"
        if match is None or is_logged(match.func):
            method = request.method if request.method in {"GET", "HEAD", "POST"} else "OTHER"
            log.info("%s %s %d %.0f ms", method, page, answer.status_code, (monotonic() - begun) * 1000)
        return answer

    def process_exception(self, request: HttpRequest, fault: Exception) -> None:
        """Log where a fault came from, without its text. Django answers with our page for it."""
        if isinstance(fault, Http404):
            return
        match = request.resolver_match
        tell_fault(f"on {match.view_name if match else '-'}", fault)
