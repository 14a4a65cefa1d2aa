"""The photograph somebody is asked about: covered by words until they ask to see it, and then shown once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from held import access
from held.access import AskedPerson
from held.lib.tokens import token_hash
from held.pictures.reveal import RenditionRef
from held.web.answers_shown import answers_on_page
from held.web.audiences import for_contributor
from held.web.contributor.asked import way_to_look
from held.web.contributor.opened import is_opened
from held.web.photograph_request import ask, clear_ticket, kept_no_visit, redeem_ticket, way_to_veil
from held.web.picture_responses import PictureToLookAt, peek_ticket, picture_answer, picture_to_look_at, ticket_for
from held.web.refusals import not_heard
from held.web.same_origin import same_origin

OF_ASKED = "asked-"  # tickets are bound to what is asked for: here to one involvement, by its id


def _words_again(request: HttpRequest, asked_token: str, about: str = "") -> HttpResponse:
    """The request came from another site. Raises Http404."""
    access.told_by_link_about(asked_token, about)
    return not_heard(request, way_to_veil(request))


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin(otherwise=_words_again)
@for_contributor(logged=False)
def looking(request: HttpRequest, asked_token: str, about: str = "") -> HttpResponse:
    """The words that cover it; POST asks for it, and the page that follows shows it once. If looking has ended, or
    the link only takes a no, it cannot be asked for. `about`: the involvement; empty on pages from before a link could
    have several photographs. Raises Http404."""
    asked_person, through = access.told_by_link_about(asked_token, about), token_hash(asked_token)
    if not is_opened(request, asked_token):
        return way_to_look(asked_token)
    thing = f"{OF_ASKED}{asked_person.involvement}"
    if request.method == "POST":
        return ask(request, thing, through=through) if asked_person.looks else way_to_veil(request)
    shown = asked_person.looks and redeem_ticket(request, thing, through=through)
    words = {"told": asked_person, "token": asked_token, "shown": shown, "cookies_needed": kept_no_visit(request)}
    words |= answers_on_page(asked_person)
    picture = _picture(request, asked_person, through) if shown else None
    answer = render(request, "contributor/looking.html", words | {"picture": picture})
    clear_ticket(request, answer)
    return answer


@require_safe
@for_contributor(logged=False)
def picture(request: HttpRequest, ticket: str) -> HttpResponse:
    """The bytes of one rendition, for a page that asked a moment ago, once. Raises Http404."""
    asked = peek_ticket(request, ticket)
    of_asked, _, involvement = asked.thing.partition(OF_ASKED)
    if of_asked or not involvement:
        raise Http404
    allowed = access.picture_asked_about(involvement)
    return picture_answer(request, asked, allowed.renditions, through=allowed.through)


def _picture(request: HttpRequest, asked_person: AskedPerson, through: str) -> PictureToLookAt | None:
    try:
        allowed = access.picture_asked_about(asked_person.involvement)
    except Http404:
        return None
    if through not in allowed.through:
        return None
    return picture_to_look_at(allowed, lambda rendition: _address_of(request, rendition, asked_person, through))


def _address_of(request: HttpRequest, rendition: RenditionRef, asked_person: AskedPerson, through: str) -> str:
    ticket = ticket_for(request, rendition, thing=f"{OF_ASKED}{asked_person.involvement}", through=through)
    return reverse("contributor:picture", args=[ticket])
