"""Every version of a leaf, one of them to read, and restoring one."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from held import access
from held.access import SignedIn
from held.desk.outline import name_of, versions_of, words_of
from held.publishing.publication import circle_of
from held.stories import writing
from held.stories.writing import OpenForm
from held.web.audiences import for_family
from held.web.family.pages import page_of, redirect_with, show
from held.web.family.writing.in_words import said_on


@require_safe
@for_family(logged=True)
def versions(request: HttpRequest, viewer: SignedIn, leaf_id: int) -> HttpResponse:
    """Every version of a leaf, the newest first. Raises Http404."""
    leaf = access.leaf_to_write(viewer, leaf_id)
    name = name_of(leaf, words_of(leaf.current, leaf) or {})
    is_open = circle_of(leaf.story) is not None
    return show(request, viewer, "versions", leaf=leaf, name=name, versions=versions_of(leaf), is_open=is_open)


@require_safe
@for_family(logged=True)
def version(request: HttpRequest, viewer: SignedIn, version_id: uuid.UUID) -> HttpResponse:
    """One version, to read. Raises Http404."""
    found = access.version_to_read(viewer, version_id)
    words = words_of(found, found.leaf)
    return show(
        request,
        viewer,
        "version",
        version=found,
        opens=words is not None,
        said_on_it=said_on(found.leaf, words or {}),
        is_current=found.leaf.current_id == found.pk,
    )


@require_POST
@for_family(logged=True)
def bringing_back(_request: HttpRequest, viewer: SignedIn, version_id: uuid.UUID) -> HttpResponse:
    """Make the words of a version the current ones again, as a new version. Raises Http404."""
    found = access.version_to_read(viewer, version_id)
    words = words_of(found, found.leaf)
    if words is None:
        raise Http404
    writing.save(found.leaf, words, form=OpenForm(found.leaf.current_id), by=viewer.account)
    return redirect_with(page_of(found.leaf), "brought-back")
