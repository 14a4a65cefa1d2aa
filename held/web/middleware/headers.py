"""Headers that every response of ours carries: pages, static files, errors, and what our other middleware answers.

The Content-Security-Policy comes from django-csp, the rest from Django's SecurityMiddleware: both come right after this
one.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ALWAYS = {
    "X-Robots-Tag": "noindex, noarchive, noimageindex, noai, noimageai",
    "tdm-reservation": "1",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}


class OurHeaders:
    """Nobody between us and the reader caches anything, and nothing is listed unless the family said so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._get_response(request)
        for name, value in ALWAYS.items():
            answer.setdefault(name, value)
        answer.setdefault("Cache-Control", "private, no-store")
        return answer
