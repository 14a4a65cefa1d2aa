"""Whether search engines may list a story that is open to everyone."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from held import access
from held.access import SignedIn
from held.desk.outline import without_words
from held.publishing import publication
from held.web.audiences import for_family
from held.web.family.pages import redirect_with, show
from held.web.narrowing import only_narrows


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
def listing(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """GET explains; POST lets search engines list it. Raises Http404, KeyNeeded."""
    story = (access.story_to_open if request.method == "POST" else access.story_to_decide)(viewer, story_id)
    back = reverse("family:story", args=[story.pk])
    if request.method != "POST":
        return show(request, viewer, "listing", story=without_words(story))
    try:
        publication.let_search_engines_list(story, by=viewer.account)
    except publication.ChangedMeanwhile:
        return redirect_with(back, "changed")
    return redirect_with(back, "listed")


@only_narrows
@require_POST
@for_family(logged=True)
def ending(_request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """Ask search engines to leave it out again. Raises Http404."""
    story = access.story_to_decide(viewer, story_id)
    publication.keep_from_search_engines(story, by=viewer.account)
    return redirect_with(reverse("family:story", args=[story.pk]), "unlisted")
