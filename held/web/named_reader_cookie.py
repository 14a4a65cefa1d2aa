"""The cookie for people a family named: a secret for each story. We store no record of it."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from held.access import Reader
from held.lib.tokens import token_hash

MOST = 20  # stories that one browser keeps at once; beyond these the oldest is dropped
KEPT_FOR = 400 * 24 * 3600  # seconds; browsers keep no cookie for longer
_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


def reader_of(request: HttpRequest) -> Reader:
    """The reader, according to the cookies of this request."""
    return Reader(frozenset(token_hash(reading) for reading in _readings(request)))


def keeps_any(request: HttpRequest) -> bool:
    """Whether this browser sends a cookie from any such link."""
    return bool(_readings(request))


def keeps(request: HttpRequest, reading: str) -> bool:
    """Whether this browser sends the cookie from this one link."""
    return reading in _readings(request)


def let_read(request: HttpRequest, answer: HttpResponse, reading: str) -> None:
    """Set the cookie. It is Lax, so that a link to the story in a letter works."""
    kept = [one for one in _readings(request) if one != reading][-(MOST - 1) :]
    answer.set_cookie(
        _cookie(),
        ".".join([*kept, reading]),
        max_age=KEPT_FOR,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _readings(request: HttpRequest) -> list[str]:
    return [one for one in request.COOKIES.get(_cookie(), "").split(".")[:MOST] if _FORM.fullmatch(one)]


def _cookie() -> str:
    return "__Host-named" if settings.SESSION_COOKIE_SECURE else "named"
