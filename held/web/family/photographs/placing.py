"""The place of a photograph in its story: in an entry, one further up, or not in the story."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from held import access
from held.access import SignedIn
from held.publishing import placing as acts
from held.stories import photographs
from held.stories.models import Leaf
from held.web.audiences import for_family
from held.web.family.desk import number
from held.web.family.pages import redirect_with
from held.web.narrowing import only_narrows


@require_POST
@for_family(logged=True)
def placing(request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """Put it in this entry, after the others. Raises Http404."""
    leaf = access.photograph_leaf_to_keep(viewer, photograph_id)
    entry = access.leaf_to_write(viewer, number(request.POST.get("entry", "")))
    try:
        acts.place(leaf, entry, by=viewer.account)
    except acts.NotPlaced:
        return _back(request, leaf, "not-placed")
    return _back(request, leaf, "placed")


@require_POST
@for_family(logged=True)
def moving_up(request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """Swap it with the one before it. Raises Http404."""
    leaf = access.photograph_leaf_to_keep(viewer, photograph_id)
    moved = photographs.is_placed(leaf)
    if moved:
        acts.move_up(leaf, by=viewer.account)
    return _back(request, leaf, "moved" if moved else "changed")


@only_narrows
@require_POST
@for_family(logged=True)
def taking_out(request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """Take it out of the story; readers cannot ask for it from the next request on. Raises Http404."""
    leaf = access.photograph_leaf_to_keep(viewer, photograph_id)
    acts.take_out(leaf, by=viewer.account)
    return _back(request, leaf, "taken-out")


def _back(request: HttpRequest, leaf: Leaf, message: str) -> HttpResponse:
    """Redirect to the page on which the button was pressed: the photograph's leaf, or the list of all."""
    on_leaf = request.POST.get("from") == "sheet"
    there = ("family:photograph", leaf.pk) if on_leaf else ("family:photographs", leaf.story_id)
    return redirect_with(reverse(there[0], args=[there[1]]), message)
