"""Acts that only narrow: afterwards nobody sees or can do more than before.

They work from every open page of a signed-in person, however old it is. Django changes the token of all forms when
somebody signs in, in any tab; a form in another tab is then refused. That must not keep a story open to readers. So
these acts need a sign-in and proof that one of our pages sent them, but no token.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_protect

from held.web.photograph_request import page_before
from held.web.same_origin import same_origin
from held.web.too_old import name_of_signed_in, sign_in_as_another

Page = Callable[..., HttpResponse]


def only_narrows(page: Page) -> Page:
    """For a page whose POST only narrows. A POST without proof needs the token, as everywhere."""
    return only_narrows_when(lambda _sent: True)(page)


def only_narrows_when(narrows: Callable[[QueryDict], bool]) -> Callable[[Page], Page]:
    """For a page whose POST narrows if `narrows`, given what was sent, returns true. Any other POST needs the token."""

    def _decorate(page: Page) -> Page:
        by_token = csrf_protect(page)

        @wraps(page)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return page(request, *args, **kwargs)
            if not narrows(request.POST):
                return by_token(request, *args, **kwargs)
            try:
                return page(request, *args, **kwargs)
            except Http404:
                return _could_not_do(request)

        vars(answer)["narrows"] = True  # read by tests/promises/test_11_acts_that_only_narrow.py
        return same_origin(otherwise=by_token)(answer)

    return _decorate


def _could_not_do(request: HttpRequest) -> HttpResponse:
    """The same words for a thing that was closed a moment ago, that never existed, or that belongs to somebody else.

    The last may still be open: somebody else may have signed in, in another tab, after the page was opened. So the page
    does not say that it is closed.
    """
    back = page_before(request)
    told = {"back": back, "name": name_of_signed_in(request), "sign_in": sign_in_as_another(back)}
    return render(request, "errors/could_not_do.html", told, status=404)
