"""A new link for somebody in a photograph; and whether they can look at it by the links that parents made."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from held import access
from held.access import SignedIn
from held.consent import consent_links
from held.consent.looking import begin_looking, end_looking
from held.desk.album import photograph_on_desk
from held.lib.idempotency.used_forms import FormUsedBefore
from held.web.audiences import for_family
from held.web.family.pages import redirect_with
from held.web.family.people.questions import hand_over, offer_link
from held.web.narrowing import only_narrows


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
def one_more_link(request: HttpRequest, viewer: SignedIn, involvement_id: uuid.UUID) -> HttpResponse:
    """GET says what a new link can do; POST makes one, shown once, by which they can look. Raises Http404,
    KeyNeeded."""
    involvement = (access.involvement_to_ask if request.method == "POST" else access.involvement_to_close)(
        viewer, involvement_id
    )
    leaf = access.leaf_of_picture(viewer, involvement.picture_id)
    if not consent_links.scopes_of(involvement):
        return redirect_with(reverse("family:asking_person", args=[involvement.pk]))
    if request.method == "POST":
        try:
            token = consent_links.link_anew(
                involvement, by=viewer.account, once=request.POST.get("once", ""), looks=True
            )
        except FormUsedBefore:
            return redirect_with(_people(viewer, involvement.picture_id), "asking-ended")
        return hand_over(request, viewer, involvement, token)
    return offer_link(request, viewer, "one_more_link", involvement, leaf)


@require_POST
@for_family(logged=True)
def looking_again(_request: HttpRequest, viewer: SignedIn, involvement_id: uuid.UUID) -> HttpResponse:
    """For thirty days from now they can look by the links that parents made. Raises Http404, KeyNeeded."""
    leaf = access.leaf_of_picture(viewer, access.involvement_to_close(viewer, involvement_id).picture_id)
    here = reverse("family:pictured", args=[leaf.pk])
    if photograph_on_desk(leaf).covered_copy:
        return redirect_with(here, "covered-first")
    try:
        involvement = access.involvement_to_ask(viewer, involvement_id)
    except access.KeyNeeded:
        raise access.KeyNeeded(here) from None
    begin_looking(involvement, by=viewer.account)
    return redirect_with(here, "looking-again", of=involvement.pk)


@only_narrows
@require_POST
@for_family(logged=True)
def looking_ending(_request: HttpRequest, viewer: SignedIn, involvement_id: uuid.UUID) -> HttpResponse:
    """From the next request they cannot look by any link. Raises Http404."""
    involvement = access.involvement_to_close(viewer, involvement_id)
    end_looking(involvement, by=viewer.account)
    return redirect_with(_people(viewer, involvement.picture_id), "looking-ended", of=involvement.pk)


def _people(viewer: SignedIn, picture: uuid.UUID) -> str:
    return reverse("family:pictured", args=[access.leaf_of_picture(viewer, picture).pk])
