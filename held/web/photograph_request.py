"""Asking for one photograph: by a form of ours, for this visit, within two minutes, once."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from held.pictures.ticket import NotGood, tickets
from held.web.allowed_hosts import our_origins
from held.web.cookies import marked_as_given, was_just_given
from held.web.reverse_proxy import origin_of
from held.web.visit import new_visit, set_visit, visit_of

ASKED_FOR = 120  # seconds between the request and the page that answers it


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a page of ours sent this form: by `Sec-Fetch-Site`, or by `Origin` if the browser does not send that, or
    by `Referer` if it sends neither.

    It protects forms that carry no token: those that are the same for everyone, and acts that only narrow. Browsers set
    these headers, and let no page of another site write them. Without any of them the answer is no.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site == "same-origin"
    came_from = origin if origin is not None else origin_of(request.headers.get("Referer", ""))
    return came_from in our_origins(request)


def page_before(request: HttpRequest) -> str:
    """The path of the page of ours that sent this form; empty if the browser does not say it."""
    referer = request.headers.get("Referer", "")
    if origin_of(referer) not in our_origins(request):
        return ""
    path = urlsplit(referer).path
    return "" if path.startswith("//") else path  # that would lead to another site


def ask(request: HttpRequest, thing: str, *, through: str = "", at: str = "") -> HttpResponse:
    """Redirect to this same address, or to the page `at`, which may now show once what was asked for.

    If this begins a visit, the address is marked, so that the page notices a browser that keeps no cookies.
    """
    path = at or request.path
    visit, answer = visit_of(request), _way_to(path)
    if not visit:
        visit, answer["Location"] = new_visit(), marked_as_given(path)
    answer.set_cookie(
        _ticket_cookie(),
        tickets.give(thing, visit=visit, through=through, seconds=ASKED_FOR),
        max_age=ASKED_FOR,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    set_visit(answer, visit)
    return answer


def way_to_veil(request: HttpRequest) -> HttpResponse:
    """Redirect to this same address, without anything more."""
    return _way_to(request.path)


def kept_no_visit(request: HttpRequest) -> bool:
    """Whether somebody asked a moment ago in a browser that keeps no cookies. Nothing can be shown to them there."""
    return was_just_given(request) and not visit_of(request)


def redeem_ticket(request: HttpRequest, thing: str, *, through: str = "") -> bool:
    """Use up the ticket of this visit for this thing; False if it has none, and for a prefetch."""
    return redeemed(request, through=through) == thing


def redeemed(request: HttpRequest, *, through: str = "") -> str:
    """What this visit asked for a moment ago; its ticket is used up. Empty if it has none, and for a prefetch."""
    if request.method != "GET" or is_prefetch(request):
        return ""
    try:
        return tickets.take(request.COOKIES.get(_ticket_cookie(), ""), visit=visit_of(request), through=[through])
    except NotGood:
        return ""


def clear_ticket(request: HttpRequest, answer: HttpResponse) -> None:
    """Delete the ticket's cookie."""
    if _ticket_cookie() in request.COOKIES:
        answer.delete_cookie(_ticket_cookie(), path=request.path, samesite="Strict")


def is_prefetch(request: HttpRequest) -> bool:
    """Whether a browser prefetches a page that nobody has asked for yet."""
    return any(request.headers.get(name) for name in ("Sec-Purpose", "Purpose", "X-Moz"))


def _way_to(path: str) -> HttpResponse:
    answer = HttpResponseRedirect(path)
    answer.status_code = 303
    return answer


def _ticket_cookie() -> str:
    return "__Secure-ticket" if settings.SESSION_COOKIE_SECURE else "ticket"
