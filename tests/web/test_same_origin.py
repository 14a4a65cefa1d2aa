"""A page without a token accepts a form of ours, and answers every other form as it declares."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from held.web.same_origin import Protection, same_origin, signed, with_secret

HERE = {"Sec-Fetch-Site": "same-origin"}
ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}


def page(_request, name):
    return HttpResponse(f"heard {name}")


def refused(_request, name):
    return HttpResponse(f"refused {name}", status=403)


@pytest.mark.parametrize(
    ("method", "headers", "words"),
    [
        ("get", {}, "heard Nora"),
        ("get", ELSEWHERE, "heard Nora"),
        ("head", ELSEWHERE, "heard Nora"),
        ("post", HERE, "heard Nora"),
        ("post", ELSEWHERE, "refused Nora"),
        ("post", {}, "refused Nora"),
    ],
)
def test_only_a_post_from_elsewhere_is_refused(db, method, headers, words):
    request = getattr(RequestFactory(headers=headers), method)("/")
    assert same_origin(otherwise=refused)(page)(request, name="Nora").content.decode() == words


@pytest.mark.parametrize(
    ("decorate", "protection"),
    [
        (same_origin(otherwise=refused), Protection.ORIGIN),
        (signed, Protection.SIGNATURE),
        (with_secret, Protection.SECRET),
    ],
)
def test_each_decorator_declares_its_protection(decorate, protection):
    found = decorate(page)
    assert (found.csrf_exempt, found.protection) == (True, protection)
