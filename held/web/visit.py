"""The visit: random bits in a cookie, from the first asking until the browser is closed. We keep no note of any."""

import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_FORM = re.compile(r"[A-Za-z0-9_-]{22}")


class VisitAnew:
    """Whoever carries a visit is given the same bytes anew with every answer.

    Chromium 156 brings a page back on BACK though we said no-store, but for one during or after which a cookie was set.
    The bytes of a picture come after the page they stand on: setting the cookie with them keeps that page from coming
    back in Chromium, also from another site and without scripts. Firefox 153 keeps no page that said no-store.
    WebKit 2.50 keeps those that came by plain http, whatever cookies were set: there `ask-again.js` covers them, and
    without scripts the photograph is seen again. By https it keeps none. tests/browser/three_engines.py walks them all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._get_response(request)
        visit = visit_of(request)
        if visit and visit_cookie() not in answer.cookies:
            set_visit(answer, visit)
        return answer


def visit_of(request: HttpRequest) -> str:
    """The visit that this request belongs to; empty before the first asking, and for anything we never gave."""
    given = request.COOKIES.get(visit_cookie(), "")
    return given if _FORM.fullmatch(given) else ""


def new_visit() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)


def set_visit(answer: HttpResponse, visit: str) -> None:
    """Let the browser keep it until it is closed."""
    answer.set_cookie(visit_cookie(), visit, path="/", secure=_is_secure(), httponly=True, samesite="Strict")


def visit_cookie() -> str:
    """Its name: with https one that browsers take from this very host only."""
    return "__Host-visit" if _is_secure() else "visit"


def _is_secure() -> bool:
    return settings.SESSION_COOKIE_SECURE
