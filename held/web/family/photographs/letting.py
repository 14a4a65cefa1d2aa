"""A parent lets readers of an open story ask for one more photograph, on its page or in the list."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from held import access
from held.access import SignedIn
from held.desk.album import photograph_on_desk
from held.desk.photograph_status import PhotographStatus
from held.publishing.letting_ask import let_readers_ask
from held.publishing.placing import NotDescribed, NotPlaced
from held.publishing.publication import ChangedMeanwhile
from held.web.audiences import for_family
from held.web.family.pages import redirect_with
from held.web.family.writing.drafts import version_id


@require_POST
@for_family(logged=True)
def letting_ask(request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """Readers may ask for it from the next request on. Raises Http404, KeyNeeded."""
    leaf = access.photograph_leaf_to_let_readers_ask(viewer, photograph_id)
    version, fingerprint = version_id(request.POST.get("version", "")), request.POST.get("seen", "")
    on_page = request.POST.get("from") == "sheet"
    there = ("family:photograph", leaf.pk) if on_page else ("family:photographs", leaf.story_id)
    here = reverse(there[0], args=[there[1]])
    if photograph_on_desk(leaf).status != PhotographStatus.READY:
        return redirect_with(here, "changed")
    try:
        let_readers_ask(leaf, version=version, fingerprint=fingerprint, by=viewer.account)
    except (ChangedMeanwhile, NotDescribed, NotPlaced):
        return redirect_with(here, "changed")
    return redirect_with(here, "let-ask")
