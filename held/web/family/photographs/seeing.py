"""A family sees its own photograph: asked for on its page, shown there once. Earlier versions had a page for it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from held import access
from held.access import SignedIn
from held.pictures.reveal import RenditionRef
from held.stories.models import Leaf
from held.web.audiences import for_family
from held.web.family.desk import number
from held.web.family.pages import redirect_with
from held.web.picture_responses import PictureToLookAt, peek_ticket, picture_answer, picture_to_look_at, ticket_for

OF_FAMILY = "leaf-"  # tickets are bound to what is asked for: here to a leaf, by its number


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=False)
def seeing(_request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """Where the photograph was shown before: leads to its page, covered. Raises Http404."""
    return redirect_with(reverse("family:photograph", args=[access.photograph_leaf_to_keep(viewer, photograph_id).pk]))


@require_safe
@for_family(logged=False)
def picture(request: HttpRequest, viewer: SignedIn, ticket: str) -> HttpResponse:
    """The bytes of one rendition, for a page that asked a moment ago, once. Raises Http404."""
    asked = peek_ticket(request, ticket)
    of_family, _, leaf_id = asked.thing.partition(OF_FAMILY)
    if of_family:
        raise Http404
    return picture_answer(request, asked, access.photograph_to_see(viewer, number(leaf_id)).renditions)


def of_family(leaf: Leaf) -> str:
    """What a visit of its family asks for, to see this photograph."""
    return f"{OF_FAMILY}{leaf.pk}"


def picture_asked_for(request: HttpRequest, viewer: SignedIn, leaf: Leaf) -> PictureToLookAt | None:
    """The picture, for the page that answers the asking; None if it can't be shown."""
    try:
        shown = access.photograph_to_see(viewer, leaf.pk)
    except Http404:
        return None
    return picture_to_look_at(shown, lambda rendition: _address_of(request, rendition, leaf))


def _address_of(request: HttpRequest, rendition: RenditionRef, leaf: Leaf) -> str:
    return reverse("family:picture", args=[ticket_for(request, rendition, thing=of_family(leaf))])
