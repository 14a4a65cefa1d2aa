"""The question for a passkey, put to somebody who is not signed in. Their browser carries it, in a cookie.

It is kept in no table, so asking needs no limit: questions that nobody answers fill nothing and stop nobody.
"""

import json
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from held.pictures.ticket import NotGood, Tickets
from held.web.entrance.ceremony import NotThisTime

GOOD_FOR = 10 * 60  # seconds
STATE_SESSION_KEY = "mfa.webauthn.state"  # allauth's; written here so that its module loads only when it is needed


def hand_over(request: HttpRequest, answer: HttpResponse) -> None:
    """The question that allauth has just put into the session goes into a cookie instead."""
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
    """The question comes back from the cookie to where allauth looks for it. Raises NotThisTime."""
    try:
        request.session[STATE_SESSION_KEY] = json.loads(_questions().look(_brought(request), visit=""))
    except NotGood:
        raise NotThisTime from None


def use_up(request: HttpRequest) -> None:
    """It was answered by a good passkey, and is good no more. Raises NotThisTime when it was used before."""
    try:
        _questions().take(_brought(request), visit="")
    except NotGood:
        raise NotThisTime from None


def forget(request: HttpRequest) -> None:
    """Nothing of the question stays in the session."""
    request.session.pop(STATE_SESSION_KEY, None)


@cache
def _questions() -> Tickets:
    """Made when first needed: under a key of the process that serves, so that every question ends with it."""
    return Tickets()


def _brought(request: HttpRequest) -> str:
    return request.COOKIES.get(_cookie(), "")


def _cookie() -> str:
    return "__Secure-question" if settings.SESSION_COOKIE_SECURE else "question"
