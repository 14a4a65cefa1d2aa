"""A family member opens an envelope: in words only, and takes out one photograph at a time."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from held import access
from held.access import SignedIn
from held.actions import taking_out
from held.desk.enclosed import envelope_on_desk, waiting_in
from held.desk.outline import without_words
from held.web.audiences import for_family
from held.web.family.pages import redirect_with, show


@require_safe
@for_family(logged=True)
def envelope(request: HttpRequest, viewer: SignedIn, envelope_id: uuid.UUID) -> HttpResponse:
    """What waits in it, in the words of the sender; no picture, not even part of one. Raises Http404."""
    found = access.envelope_to_open(viewer, envelope_id)
    context = {"envelope": envelope_on_desk(found), "waiting": waiting_in(found)}
    return show(request, viewer, "envelope", story=without_words(found.story), **context)


@require_POST
@for_family(logged=True)
def taking_one_out(request: HttpRequest, viewer: SignedIn, sent_id: uuid.UUID) -> HttpResponse:
    """Make this one a leaf of the story; that alone shows it to nobody. Raises Http404.

    If its sender took it back first, the envelope says that it isn't there any more.
    """
    try:
        sent = access.sent_to_take_out(viewer, sent_id)
        leaf = taking_out.take_out(sent, by=viewer.account)
    except (Http404, taking_out.TakenBack):
        return _not_in_envelope(viewer, request.POST.get("envelope", ""))
    return redirect_with(reverse("family:photograph", args=[leaf.pk]), "out-of-envelope")


def _not_in_envelope(viewer: SignedIn, envelope: str) -> HttpResponse:
    """Back to the envelope of the form. Raises Http404."""
    try:
        found = access.envelope_to_open(viewer, uuid.UUID(envelope))
    except ValueError:
        raise Http404 from None
    return redirect_with(reverse("family:envelope", args=[found.pk]), "not-in-envelope")
