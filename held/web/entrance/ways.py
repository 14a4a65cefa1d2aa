"""Where somebody goes after signing in or after showing a key: always a page of this installation."""

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from held.accounts.models import Account
from held.accounts.sign_in_keys import has_key
from held.web.notices import without_words

WITHOUT_KEY = (
    "entrance:arrived",
    "entrance:keys",
    "family:leaf",
    "family:welcome",
    "guardian:name",
    "host:desk",
    "host:evening",
)  # none of them asks for a key


def next_url(request: HttpRequest, otherwise: str = "") -> str:
    """The request's `next`, if it is a path of ours; else `otherwise`."""
    wished = request.POST.get("next") or request.GET.get("next") or ""
    ours = wished.startswith("/") and url_has_allowed_host_and_scheme(wished, allowed_hosts=None)
    return without_words(wished) if ours else otherwise


def way_without_key(request: HttpRequest, account: Account, otherwise: str) -> str:
    """The request's `next`, else `otherwise`, for somebody who makes no key now. For somebody without any key, the
    desk instead if that page may ask for one: it would lead back to making one."""
    way = next_url(request, otherwise)
    return way if has_key(account) or _asks_for_no_key(way) else reverse("entrance:arrived")


def _asks_for_no_key(way: str) -> bool:
    try:
        return resolve(way.partition("?")[0]).view_name in WITHOUT_KEY
    except Resolver404:
        return False


def with_next(page: str, way: str) -> str:
    """The address of a page of the entrance that then goes on to `way`."""
    return reverse(page) + (f"?{urlencode({'next': way})}" if way else "")
