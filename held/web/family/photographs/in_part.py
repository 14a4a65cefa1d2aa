"""A photograph of which only a part opens: a parent shows readers that part, or hides it again."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from held import access
from held.access import SignedIn
from held.publishing.in_part import ChangedMeanwhile, keep_from_readers, let_readers_see
from held.web.audiences import for_family
from held.web.family.pages import redirect_with
from held.web.narrowing import only_narrows


@require_POST
@for_family(logged=True)
def letting(request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """Readers may ask for the part that opens, if everyone in it has said yes. Raises Http404, KeyNeeded."""
    leaf = access.photograph_leaf_to_show_in_part(viewer, photograph_id)
    try:
        let_readers_see(leaf, fingerprint=request.POST.get("seen", ""), by=viewer.account)
    except ChangedMeanwhile:
        return redirect_with(reverse("family:photograph", args=[leaf.pk]), "changed")
    return redirect_with(reverse("family:photograph", args=[leaf.pk]), "part-let")


@only_narrows
@require_POST
@for_family(logged=True)
def keeping(_request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """Readers no longer see it from the next request on. Raises Http404."""
    leaf = access.photograph_leaf_to_remove(viewer, photograph_id)
    keep_from_readers(leaf, by=viewer.account)
    return redirect_with(reverse("family:photograph", args=[leaf.pk]), "part-kept")
