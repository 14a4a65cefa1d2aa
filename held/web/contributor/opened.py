"""A cookie that says a link was opened in this browser: until it is closed, and for that one address. Never stored."""

from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from held.lib.stored_strings import DERIVED_OPENED_LINK
from held.lib.tokens import derived_token


def is_opened(request: HttpRequest, token: str) -> bool:
    """Whether somebody pressed the button here; a prefetch or a preview has not."""
    return compare_digest(request.COOKIES.get(_cookie(), "").encode(), opening_of(token).encode())


def let_open(request: HttpRequest, answer: HttpResponse, token: str, *, at: str) -> None:
    """Set the cookie. It is Lax, so that the link in a letter leads to the page that was opened before."""
    if is_opened(request, token):
        return
    answer.set_cookie(
        _cookie(),
        opening_of(token),
        path=at,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def opening_of(token: str) -> str:
    """The cookie's value: it does not reveal the link, and is worth nothing elsewhere."""
    return derived_token(settings.SECRET_KEY, DERIVED_OPENED_LINK, token)


def _cookie() -> str:
    return "__Secure-opened" if settings.SESSION_COOKIE_SECURE else "opened"
