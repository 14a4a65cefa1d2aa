"""A family looks at its own photograph: it is covered by words here too, and shown once to somebody who asks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from held import access
from held.access import SignedIn
from held.desk.album import photograph_on_desk
from held.pictures.reveal import RenditionRef
from held.publishing.in_part import decided_on
from held.stories.models import Leaf
from held.web.audiences import for_family
from held.web.family.desk import number
from held.web.family.pages import show
from held.web.photograph_request import ask, clear_ticket, kept_no_visit, redeem_ticket
from held.web.picture_responses import PictureToLookAt, peek_ticket, picture_answer, picture_to_look_at, ticket_for

OF_FAMILY = "leaf-"  # tickets are bound to what is asked for: here to a leaf, by its number


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=False)
def seeing(request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """The words that cover it; POST asks for it, and the page that follows shows it once. Raises Http404."""
    leaf = access.photograph_leaf_to_keep(viewer, photograph_id)
    if request.method == "POST":
        return ask(request, of_family(leaf))
    asked = redeem_ticket(request, of_family(leaf))
    picture = _picture(request, viewer, leaf) if asked else None
    context = {"photograph": photograph_on_desk(leaf), "asked": asked, "picture": picture}
    context |= {"decides": access.decides(viewer, leaf.story.family), "decided": decided_on(leaf.picture)}
    answer = show(request, viewer, "seeing", **context, cookies_needed=kept_no_visit(request))
    clear_ticket(request, answer)
    return answer


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


def _picture(request: HttpRequest, viewer: SignedIn, leaf: Leaf) -> PictureToLookAt | None:
    try:
        shown = access.photograph_to_see(viewer, leaf.pk)
    except Http404:
        return None
    return picture_to_look_at(shown, lambda rendition: _address_of(request, rendition, leaf))


def _address_of(request: HttpRequest, rendition: RenditionRef, leaf: Leaf) -> str:
    return reverse("family:picture", args=[ticket_for(request, rendition, thing=of_family(leaf))])
