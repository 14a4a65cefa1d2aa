"""This place answers at its own address, and on the machine it runs on; at no other name.

Our origin is the told address: docs/decisions/0032-our-origin-is-the-told-address.md.
"""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from held.lib.commands import as_run_here
from held.place.taking import this_place
from held.web import fronts
from held.web.fronts import LOCAL, host_name, origin_of

# What is answered at any name. A machine that watches may know us by a number; the check of the address has a secret.
FOR_ANY_NAME = {("GET", "/healthz"), ("HEAD", "/healthz"), ("POST", "/address-check")}
PLAIN = "text/plain; charset=utf-8"


class OnlyOurAddress:
    """Answers 400 to a request that came for another name: such a name would be put into our links.

    A request made at the told address is handed on as one, whatever a web server in front left out. All that asks for
    a host or a scheme after this (forms, passkeys, HSTS) so goes by the told address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (request.method, request.path) in FOR_ANY_NAME:
            return _without_our_pages(self._get_response(request))
        if is_at_our_address(request):
            put_our_address_in(request)
        elif host_name(request.META.get("HTTP_HOST", "")) not in LOCAL:
            return _refused(request)
        return self._get_response(request)


def our_address() -> str:
    """The address people find us at, as `scheme://host[:port]`: the host's setting, else the first evening's answer."""
    local = f"http://localhost:{settings.HELD_PORT}"
    return settings.HELD_ADDRESS or this_place().address or local


def our_origins(request: HttpRequest) -> set[str]:
    """From where our own pages send forms: our address, and for work on this machine the local name in use."""
    host = request.get_host()
    here = {origin_of(f"http://{host}")} if host_name(host) in LOCAL else set()
    try:
        return ({origin_of(our_address())} | here) - {""}
    except DatabaseError:  # the page meets the same fault, and gives back words that a page of ours sent
        return here


def is_ours(name: str) -> bool:
    """Whether we answer at this host name. The tables are asked last: words can be given back while they are away."""
    if not name:
        return False
    if name in LOCAL or name == host_name(urlsplit(settings.HELD_ADDRESS).netloc):
        return True
    return not settings.HELD_ADDRESS and name == host_name(urlsplit(this_place().address).netloc)


def is_at_our_address(request: HttpRequest) -> bool:
    """Whether the browser made this request at the told address. The port of a Host is not looked at: web servers in
    front pass on any. A local Host is either work on this machine or a web server that does not pass Host on."""
    host = request.META.get("HTTP_HOST", "")
    if host_name(host) not in LOCAL:
        return is_ours(host_name(host))
    if host.lower() == urlsplit(settings.HELD_ADDRESS).netloc:
        return True
    if fronts.is_work_on_this_machine(request):
        return False
    told = _told()
    return bool(told) and fronts.says_address(request, told)


def put_our_address_in(request: HttpRequest) -> None:
    """Let this request have the host and the scheme of our address, for all who ask it after this."""
    parts = urlsplit(origin_of(our_address()))
    request.META["HTTP_HOST"], request.META["wsgi.url_scheme"] = parts.netloc, parts.scheme


def _told() -> str:
    try:
        return origin_of(settings.HELD_ADDRESS or this_place().address)
    except DatabaseError:  # the page will meet the same fault, and gives back the words that were sent to it
        return ""


def _without_our_pages(answer: HttpResponse) -> HttpResponse:
    """The answer itself, or its status with a plain sentence if it is a refusal: the pages of refusals have the name of
    the place, and a site whose name leads to this machine (DNS rebinding) can read what it is answered here."""
    if answer.status_code != HTTPStatus.OK:
        answer.content, answer["Content-Type"] = _only_at_our_address().encode(), PLAIN
    return answer


def _refused(request: HttpRequest) -> HttpResponse:
    told = _told()
    if fronts.names_address(request, told):
        fronts.log_daily(request, told, "passes on another name than it was asked for")
    return HttpResponse(_only_at_our_address(), status=HTTPStatus.BAD_REQUEST, content_type=PLAIN)


def _only_at_our_address() -> str:
    lines = [
        _("This place answers at its own address only. Nothing was changed."),
        "",
        _("If this is the address you were given, the mistake is not yours. Please tell who runs it."),
        "",
        _("For the person who runs it: the web server in front has to pass on the name it was asked for (Host)."),
        _("“bin/held check --address” says what is missing, and what helps."),
        "",
    ]
    return as_run_here("\n".join(lines))
