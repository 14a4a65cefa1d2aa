"""This place answers at its own address, and on the machine it runs on; at no other name."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from held.place.taking import this_place

LOCAL = {"localhost", "127.0.0.1", "[::1]"}
FOR_ANY_NAME = {"/healthz"}  # a machine that watches may know us by a number


class OnlyOurAddress:
    """Answers 400 to a request that came for another name: such a name would be put into our links."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in FOR_ANY_NAME or is_ours(_host_name(request.META.get("HTTP_HOST", ""))):
            return self._get_response(request)
        return HttpResponse("This place answers at its own address only.\n", status=400, content_type="text/plain")


def our_address() -> str:
    """The address people find us at, as `scheme://host[:port]`: the host's setting, else the first evening's answer."""
    local = f"http://localhost:{settings.HELD_PORT}"
    return settings.HELD_ADDRESS or this_place().address or local


def is_ours(name: str) -> bool:
    """Whether we answer at this host name. The tables are asked last: words can be given back while they are away."""
    if not name:
        return False
    if name in LOCAL or name == _host_name(urlsplit(settings.HELD_ADDRESS).netloc):
        return True
    return not settings.HELD_ADDRESS and name == _host_name(urlsplit(this_place().address).netloc)


def _host_name(netloc: str) -> str:
    name, colon, port = netloc.lower().rpartition(":")
    if not colon or netloc.endswith("]"):
        return netloc.lower()
    return name if port.isascii() and port.isdigit() and int(port) < 65536 else ""
