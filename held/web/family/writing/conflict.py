"""Texts that differ, side by side; a person keeps one, or writes a third from both."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from held import access
from held.access import SignedIn
from held.desk.outline import words_of
from held.stories import writing
from held.stories.models import Leaf, Version
from held.web.audiences import for_family
from held.web.family.pages import page_of, redirect_with, show
from held.web.family.writing import drafts
from held.web.family.writing.in_words import said_on
from held.web.family.writing.leaf_pages import leaf_form


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
def differing(request: HttpRequest, viewer: SignedIn, leaf_id: int) -> HttpResponse:
    """The current words of a leaf and all that wait beside them. Raises Http404."""
    leaf = access.leaf_to_write(viewer, leaf_id)
    if request.method == "POST":
        return _keep(request, viewer, leaf)
    beside = [waiting.version for waiting in access.conflicts_to_settle(viewer, leaf)]
    if not beside or leaf.current is None:
        return redirect_with(page_of(leaf))
    return show(
        request,
        viewer,
        "differing",
        texts=_side_by_side(leaf, [leaf.current, *beside]),
        waiting=" ".join(str(version.pk) for version in beside),
        **leaf_form(leaf, words_of(leaf.current, leaf) or {}, viewer.account),
    )


def _keep(request: HttpRequest, viewer: SignedIn, leaf: Leaf) -> HttpResponse:
    """The chosen words become the current ones; if somebody saved since the page was opened, nothing changes."""
    kept = drafts.version_id(request.POST.get("kept", ""))
    if kept is None:
        raise Http404
    chosen = access.version_to_read(viewer, kept)
    settled = writing.keep_one(
        leaf,
        chosen,
        settled=drafts.version_ids(request.POST.get("settled", "").split()),
        base=drafts.version_id(request.POST.get("base", "")),
        by=viewer.account,
    )
    here = page_of(leaf) if settled else reverse("family:differing", args=[leaf.pk])
    return redirect_with(here, "chosen" if settled else "changed")


def _side_by_side(leaf: Leaf, versions: list[Version]) -> list[dict[str, object]]:
    opened = [words_of(version, leaf) for version in versions]
    read = [words or {} for words in opened]
    return [
        {
            "version": version,
            "opens": opened[own] is not None,
            "said": said_on(leaf, words, [o for at, o in enumerate(read) if at != own]),
        }
        for own, (version, words) in enumerate(zip(versions, read, strict=True))
    ]
