"""Removing a photograph: closed at once, destroyed after the days of grace, or at once if they ask again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from held import access
from held.access import SignedIn
from held.actions.covering import keep_after_all
from held.desk.album import photograph_on_desk
from held.pictures import removal as removals
from held.publishing import placing
from held.stories.models import Leaf
from held.web.audiences import for_family
from held.web.family.pages import redirect_with, show
from held.web.narrowing import only_narrows

MOST_DIGITS = 19  # of a table's primary key: 64 bits


@only_narrows
@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
def removal(request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """Before and after removing: what happens, who sees it, and until when it can be undone; POST removes. Raises
    Http404."""
    leaf = access.photograph_leaf_to_remove(viewer, photograph_id)
    if request.method == "POST":
        placing.remove(leaf, by=viewer.account)
        message = "removed-in-doubt" if photograph_on_desk(leaf).date_in_doubt else "removed"
        return redirect_with(reverse("family:removal", args=[leaf.pk]), message)
    return show(request, viewer, "removal", photograph=photograph_on_desk(leaf), days=removals.GRACE.days)


@require_POST
@for_family(logged=True)
def keeping_after_all(request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """The family has it again, and nobody else. Raises Http404."""
    try:
        leaf = access.photograph_leaf_to_remove(viewer, photograph_id)
    except Http404:
        return _gone_for_good(request, viewer)
    if not keep_after_all(leaf, by=viewer.account):
        return redirect_with(reverse("family:photographs", args=[leaf.story_id]), "too-late")
    return redirect_with(reverse("family:photograph", args=[leaf.pk]), "kept-after-all")


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
def destroying(request: HttpRequest, viewer: SignedIn, removed_id: int) -> HttpResponse:
    """GET asks a second time; POST destroys its key at once. Raises Http404, KeyNeeded."""
    try:
        leaf = access.photograph_leaf_to_remove(viewer, removed_id)
    except Http404:
        return _gone_for_good(request, viewer)
    if leaf.picture is not None and removals.was_kept_after_all(leaf.picture):
        return redirect_with(reverse("family:photograph", args=[leaf.pk]), "kept-elsewhere")
    find = access.photograph_to_destroy if request.method == "POST" else access.photograph_being_removed
    leaf = find(viewer, removed_id)
    if request.method != "POST":
        return show(request, viewer, "destroying", photograph=photograph_on_desk(leaf))
    story_id = leaf.story_id
    _destroy(leaf, viewer)
    return redirect_with(reverse("family:photographs", args=[story_id]), "destroyed")


def _gone_for_good(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """The form names the story, and the answer is the same for each photograph that does not exist. Raises Http404."""
    named = request.POST.get("story", "")
    if not (named.isascii() and named.isdigit() and len(named) < MOST_DIGITS):
        raise Http404
    story = access.story_to_decide(viewer, int(named))
    return redirect_with(reverse("family:photographs", args=[story.pk]), "destroyed-elsewhere")


def _destroy(leaf: Leaf, viewer: SignedIn) -> None:
    if leaf.picture is not None:
        removals.destroy(leaf.picture, by=viewer.account)
