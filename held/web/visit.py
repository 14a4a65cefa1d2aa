"""The visit: random bits in a cookie, from the first request for a photograph until the browser is closed. Never
stored."""

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_FORM = re.compile(r"[A-Za-z0-9_-]{22}")


def visit_of(request: HttpRequest) -> str:
    """The visit of this request; empty before the first request for a photograph, and for any value we never gave."""
    given = request.COOKIES.get(visit_cookie(), "")
    return given if _FORM.fullmatch(given) else ""


def new_visit() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)


def set_visit(answer: HttpResponse, visit: str) -> None:
    """Set the visit as a session cookie."""
    answer.set_cookie(visit_cookie(), visit, path="/", secure=_is_secure(), httponly=True, samesite="Strict")


def visit_cookie() -> str:
    """The cookie's name: with https one that browsers accept only from this exact host."""
    return "__Host-visit" if _is_secure() else "visit"


def _is_secure() -> bool:
    return settings.SESSION_COOKIE_SECURE
