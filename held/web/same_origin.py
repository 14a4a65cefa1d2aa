"""How a form without Django's token is protected: by its origin, or by a proof of its own.

No other module exempts a page from Django's protection (ruff bans it). Every such page says here what protects it:
tests/rules/test_no_form_is_unprotected.py.
"""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from held.web.photograph_request import is_same_origin

Page = Callable[..., HttpResponse]


class Protection(Enum):
    """What protects a form that carries no token."""

    ORIGIN = "same origin"  # the browser says that a page of ours sent it
    SIGNATURE = "signature"  # of the form, made for one account: it outlives a sign-in, and a token does not
    SECRET = "secret"  # valid once, known to the command that sends it  # noqa: S105


def same_origin(otherwise: Page) -> Callable[[Page], Page]:
    """For a page whose form is accepted without a token if one of our own pages sent it (`is_same_origin`).

    `otherwise` answers every other POST. It gets the page's arguments, and raises Http404 for the same links: a refusal
    does not reveal whether a link is valid.
    """

    def _decorate(page: Page) -> Page:
        @wraps(page)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            is_heard = request.method != "POST" or is_same_origin(request)
            return (page if is_heard else otherwise)(request, *args, **kwargs)

        return _without_token(answer, Protection.ORIGIN)

    return _decorate


def signed(page: Page) -> Page:
    """For a page that itself checks the signature in its form, whether or not the browser says where it came from."""
    return _without_token(page, Protection.SIGNATURE)


def with_secret(page: Page) -> Page:
    """For a page that itself checks a secret in its form."""
    return _without_token(page, Protection.SECRET)


def _without_token(page: Page, protection: Protection) -> Page:
    exempt = csrf_exempt(page)
    vars(exempt)["protection"] = protection
    return exempt
