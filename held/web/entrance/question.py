"""The passkey challenge for somebody who is not signed in. Their browser keeps it, in a cookie.

It is in no table, so asking needs no limit: unanswered challenges fill nothing and stop nobody.
"""

import json
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from held.pictures.ticket import NotGood, Tickets
from held.web.entrance.ceremony import NotThisTime

GOOD_FOR = 10 * 60  # seconds
STATE_SESSION_KEY = "mfa.webauthn.state"  # allauth's; repeated here to import its module only when needed


def hand_over(request: HttpRequest, answer: HttpResponse) -> None:
    """Move the challenge that allauth has just put into the session to a cookie."""
    state = request.session.pop(STATE_SESSION_KEY)
    answer.set_cookie(
        _cookie(),
        _questions().give(json.dumps(state), visit="", seconds=GOOD_FOR),
        max_age=GOOD_FOR,
        path=reverse("entrance:passkey"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def take_back(request: HttpRequest) -> None:
    """Move the challenge from the cookie back to where allauth looks for it. Raises NotThisTime."""
    try:
        request.session[STATE_SESSION_KEY] = json.loads(_questions().look(_brought(request), visit=""))
    except NotGood:
        raise NotThisTime from None


def use_up(request: HttpRequest) -> None:
    """A good passkey answered the challenge, which is not valid any more. Raises NotThisTime if it was used before."""
    try:
        _questions().take(_brought(request), visit="")
    except NotGood:
        raise NotThisTime from None


def forget(request: HttpRequest) -> None:
    """Remove the challenge from the session."""
    request.session.pop(STATE_SESSION_KEY, None)


@cache
def _questions() -> Tickets:
    """Made when first needed: with a key of the serving process, so that every challenge ends with the process."""
    return Tickets()


def _brought(request: HttpRequest) -> str:
    return request.COOKIES.get(_cookie(), "")


def _cookie() -> str:
    return "__Secure-question" if settings.SESSION_COOKIE_SECURE else "question"
