"""This installation answers at its own address, and on the machine it runs on; at no other host name.

Our origin is the configured address: docs/decisions/0032-our-origin-is-the-told-address.md.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest

from held.place.first_host import this_place
from held.web import reverse_proxy
from held.web.reverse_proxy import LOCAL, host_name, origin_of


def our_address() -> str:
    """The address of this installation, as `scheme://host[:port]`: the host's setting, else the answer from setup."""
    local = f"http://localhost:{settings.HELD_PORT}"
    return settings.HELD_ADDRESS or this_place().address or local


def our_origins(request: HttpRequest) -> set[str]:
    """The origins from which our pages send forms: our address, and for work on this machine the local name in use."""
    host = request.get_host()
    here = {origin_of(f"http://{host}")} if host_name(host) in LOCAL else set()
    try:
        return ({origin_of(our_address())} | here) - {""}
    except DatabaseError:  # the page meets the same fault, and gives back the words that one of our pages sent
        return here


def is_ours(name: str) -> bool:
    """Whether we answer at this host name. The database is asked last: words can be given back while it is down."""
    if not name:
        return False
    if name in LOCAL or name == host_name(urlsplit(settings.HELD_ADDRESS).netloc):
        return True
    return not settings.HELD_ADDRESS and name == host_name(urlsplit(this_place().address).netloc)


def is_at_our_address(request: HttpRequest) -> bool:
    """Whether the browser made this request at the configured address. The port of the Host header is ignored: web
    servers in front pass on any port. A local Host is either work on this machine or a web server that does not pass
    Host on."""
    host = request.META.get("HTTP_HOST", "")
    if host_name(host) not in LOCAL:
        return is_ours(host_name(host))
    if host.lower() == urlsplit(settings.HELD_ADDRESS).netloc:
        return True
    if reverse_proxy.is_work_on_this_machine(request):
        return False
    told = told_origin()
    return bool(told) and reverse_proxy.says_address(request, told)


def put_our_address_in(request: HttpRequest) -> None:
    """Give this request the host and the scheme of our address, for all code that reads them after this."""
    parts = urlsplit(origin_of(our_address()))
    request.META["HTTP_HOST"], request.META["wsgi.url_scheme"] = parts.netloc, parts.scheme


def told_origin() -> str:
    """The origin of the configured address; empty if there is none, or if the database cannot be asked now."""
    try:
        return origin_of(settings.HELD_ADDRESS or this_place().address)
    except DatabaseError:  # the page will meet the same fault, and gives back the words that were sent to it
        return ""
