"""Refuses requests for a host name other than ours.

Our origin is the configured address: docs/decisions/0032-our-origin-is-the-told-address.md.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from held.lib.commands import as_run_here
from held.web import reverse_proxy
from held.web.allowed_hosts import is_at_our_address, put_our_address_in, told_origin
from held.web.reverse_proxy import LOCAL, host_name

# Answered at any name. A monitor may know us by a number; the check of the address has a secret.
FOR_ANY_NAME = {("GET", "/healthz"), ("HEAD", "/healthz"), ("POST", "/address-check")}
PLAIN = "text/plain; charset=utf-8"


class OnlyOurAddress:
    """Answers 400 to a request for another host name: such a name would be put into our links.

    A request made at the configured address is passed on as one, no matter what a web server in front left out. So
    everything that reads a host or a scheme after this (forms, passkeys, HSTS) uses the configured address.
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


def _without_our_pages(answer: HttpResponse) -> HttpResponse:
    """The response itself, or, if it is a refusal, its status with a plain sentence: the pages of refusals have the
    name of this installation, and a site whose name leads to this machine (DNS rebinding) can read its responses
    here."""
    if answer.status_code != HTTPStatus.OK:
        answer.content, answer["Content-Type"] = _only_at_our_address().encode(), PLAIN
    return answer


def _refused(request: HttpRequest) -> HttpResponse:
    origin = told_origin()
    if reverse_proxy.names_address(request, origin):
        reverse_proxy.log_daily(request, origin, "changes the host name of the request")
    return HttpResponse(_only_at_our_address(), status=HTTPStatus.BAD_REQUEST, content_type=PLAIN)


def _only_at_our_address() -> str:
    lines = [
        _("This place answers at its own address only. Nothing was changed."),
        "",
        _("If you were given this address, please tell the person who runs this place."),
        "",
        _("For them: the web server in front has to pass on the request’s host name (Host)."),
        _("“bin/held check --address” says what helps."),
        "",
    ]
    return as_run_here("\n".join(lines))
