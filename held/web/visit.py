"""The visit: random bits in a cookie, from the first asking until the browser is closed. We keep no note of any."""

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_FORM = re.compile(r"[A-Za-z0-9_-]{22}")


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
