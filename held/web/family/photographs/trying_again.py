"""Another try with a photograph that arrived and could not be shown."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from held import access
from held.access import SignedIn
from held.jail.developing import Closed
from held.pictures.recognising import NotKept
from held.pictures.trying_again import BeingTried, try_again
from held.stories.models import Leaf
from held.stories.photographs import is_being_removed
from held.web.audiences import for_family
from held.web.family.pages import redirect_with
from held.web.receiving import RECEIVERS


@require_POST
@for_family(logged=True)
def trying_again(_request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """Try to open it with today's decoders; that alone shows it to nobody. Raises Http404."""
    leaf = access.photograph_leaf_to_keep(viewer, photograph_id)
    if leaf.picture is None or is_being_removed(leaf):
        raise Http404
    try:
        with RECEIVERS.one() as free:  # as if it were sent: only so many at once hold a thread for it
            opened = try_again(leaf.picture, by=viewer.account) if free else None
    except (Closed, NotKept, BeingTried):
        opened = None
    if opened is None:
        return redirect_with(reverse("family:photograph", args=[leaf.pk]), "not-now")
    became = _became(viewer, leaf) if opened else "still-unopened"
    return redirect_with(reverse("family:photograph", args=[leaf.pk]), became)


def _became(viewer: SignedIn, leaf: Leaf) -> str:
    """Whether all of it opens; asks the same function as showing it does. Raises Http404."""
    return "opened" if access.photograph_to_see(viewer, leaf.pk).whole else "opened-in-part"
