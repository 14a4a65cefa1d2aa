"""A photograph a reader asks for: the veil, the request, the small page that shows it once, and its bytes.

None of this is stored or logged.
"""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from held import access
from held.access import PhotographToAsk, PhotographToLookAt, Reader
from held.pictures.reveal import RenditionRef
from held.web.audiences import for_reader
from held.web.photograph_request import ask, clear_ticket, kept_no_visit, redeem_ticket, way_to_veil
from held.web.picture_responses import peek_ticket, picture_answer, picture_to_look_at, ticket_for
from held.web.refusals import not_heard
from held.web.same_origin import same_origin


def _veil_again(request: HttpRequest, reader: Reader, address: str, name: str) -> HttpResponse:
    """The request came from another site. Raises Http404."""
    access.photograph_to_ask(address, name, reader)
    return not_heard(request, way_to_veil(request))


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader(logged=False)
@same_origin(otherwise=_veil_again)  # the form is the same for everyone and carries no token
def photograph(request: HttpRequest, reader: Reader, address: str, name: str) -> HttpResponse:
    """The veil, by itself; POST asks for the photograph, and the page that follows shows it once. Raises Http404."""
    if request.method == "POST":
        found = access.photograph_to_ask(address, name, reader)
        return ask(request, name, through=found.through)
    if redeem_ticket(request, name, through=access.through(address)):
        return _shown(request, access.photograph_to_look_at(address, name, reader))
    found = access.photograph_to_ask(address, name, reader)
    context = {"veil": found.veil, "address": found.address, "cookies_needed": kept_no_visit(request)}
    return render(request, "reader/veil.html", context)


@require_safe
@for_reader(logged=False)
def picture(request: HttpRequest, reader: Reader, ticket: str) -> HttpResponse:
    """The bytes of one rendition, for a page that asked a moment ago, once. Raises Http404."""
    asked = peek_ticket(request, ticket)
    allowed = access.photograph_to_show(asked.thing, reader)
    return picture_answer(request, asked, allowed.renditions, through=allowed.through)


def _shown(request: HttpRequest, found: PhotographToLookAt) -> HttpResponse:
    picture = picture_to_look_at(found.shown, partial(_address_of, request, found.asked)) if found.shown else None
    context = {"veil": found.asked.veil, "address": found.asked.address, "picture": picture}
    answer = render(request, "reader/photograph.html", context)
    clear_ticket(request, answer)
    return answer


def _address_of(request: HttpRequest, asked: PhotographToAsk, rendition: RenditionRef) -> str:
    ticket = ticket_for(request, rendition, thing=asked.veil.name, through=asked.through)
    return reverse("reader:picture", args=[ticket])
