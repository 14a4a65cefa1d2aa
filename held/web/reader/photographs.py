"""A photograph a reader asks for: the veil, the asking, the small page that shows it once, and its bytes.

Nothing is written down of any of it.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from held import access
from held.access import PhotographToAsk, Reader
from held.pictures.reveal import Sight
from held.web.asking import ask, kept_no_visit, put_ticket_away, was_asked, way_to_veil
from held.web.audiences import for_reader
from held.web.gate import PictureToLookAt, picture_answer, picture_to_look_at, thing_said, ticket_for
from held.web.refusals import not_heard
from held.web.same_origin import same_origin


def _veil_again(request: HttpRequest, reader: Reader, address: str, name: str) -> HttpResponse:
    """Asked for elsewhere. Raises Http404."""
    access.photograph_to_ask(address, name, reader)
    return not_heard(request, way_to_veil(request))


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader(logged=False)
@same_origin(otherwise=_veil_again)  # the form is the same for everyone and carries no token
def photograph(request: HttpRequest, reader: Reader, address: str, name: str) -> HttpResponse:
    """The veil, by itself; POST asks for what is behind it, and the page that follows shows it once. Raises Http404."""
    found = access.photograph_to_ask(address, name, reader)
    if request.method == "POST":
        return ask(request, name, through=found.through)
    told = {"veil": found.veil, "address": found.address}
    if not was_asked(request, name, through=found.through):
        return render(request, "reader/veil.html", told | {"cookies_needed": kept_no_visit(request)})
    answer = render(request, "reader/photograph.html", {**told, "picture": _picture(request, reader, found)})
    put_ticket_away(request, answer)
    return answer


@require_safe
@for_reader(logged=False)
def picture(request: HttpRequest, reader: Reader, ticket: str) -> HttpResponse:
    """The bytes of one rendition, for the page that was asked for a moment ago, once. Raises Http404."""
    allowed = access.photograph_to_show(thing_said(request, ticket), reader)
    return picture_answer(request, ticket, allowed.sights, through=allowed.through)


def _picture(request: HttpRequest, reader: Reader, found: PhotographToAsk) -> PictureToLookAt | None:
    try:
        shown = access.photograph_to_show(found.veil.name, reader)
    except Http404:
        return None
    return picture_to_look_at(shown, lambda sight: _address_of(request, sight, found))


def _address_of(request: HttpRequest, sight: Sight, found: PhotographToAsk) -> str:
    ticket = ticket_for(request, sight, thing=found.veil.name, through=found.through)
    return reverse("reader:picture", args=[ticket])
