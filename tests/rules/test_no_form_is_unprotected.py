"""Every form is protected by Django's token, or by what its page declares instead: its origin, a signature or a
secret."""

from functools import wraps

from django.urls import URLPattern, URLResolver, get_resolver

from held.web.same_origin import Protection
from tests.doors import every_door

OWN_PROOF = {"family:leaf": Protection.SIGNATURE, "reader:address_check": Protection.SECRET}
"""The only pages that accept a form of another origin without a token, each with what it checks."""


def exempt() -> dict[str, Protection | None]:
    """Every page without Django's token, with what protects it instead."""
    found = [door for door in every_door() if getattr(door.page, "csrf_exempt", False)]
    return {door.name: getattr(door.page, "protection", None) for door in found}


def unprotected() -> set[str]:
    return {name for name, protection in exempt().items() if protection is None}


def plant(monkeypatch, name: str, planted) -> None:
    """Put another page behind the route of this name."""
    (route,) = (
        route
        for folder in get_resolver().url_patterns
        if isinstance(folder, URLResolver)
        for route in folder.url_patterns
        if isinstance(route, URLPattern) and f"{folder.namespace}:{route.name}" == name
    )
    monkeypatch.setattr(route, "callback", planted(route.callback))


def test_each_page_without_a_token_says_what_protects_it():
    assert len(exempt()) > 25
    assert not unprotected()


def test_only_two_pages_take_forms_of_any_origin():
    assert {name: one for name, one in exempt().items() if one is not Protection.ORIGIN} == OWN_PROOF


def test_an_exempt_page_without_protection_is_found(monkeypatch):
    def bare(page):
        @wraps(page, updated=())
        def answer(request, *args, **kwargs):
            return page(request, *args, **kwargs)

        answer.csrf_exempt = True
        return answer

    plant(monkeypatch, "host:desk", bare)
    plant(monkeypatch, "contributor:words", bare)
    assert unprotected() == {"host:desk", "contributor:words"}
