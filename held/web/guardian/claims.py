"""Answering somebody who says that they are in a photograph: new links, to the address the family gave; or silence."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from held import access
from held.access import Viewer
from held.accounts.models import Account
from held.consent import claiming
from held.web.audiences import for_guardian
from held.web.guardian.desk import on_to_desk
from held.web.hosts import our_address


@require_POST
@for_guardian
def links(request: HttpRequest, viewer: Viewer, asked_person_id: uuid.UUID) -> HttpResponse:
    """One new link for each photograph they were asked about, shown once. Raises Http404, KeyNeeded."""
    person = access.person_to_reach(viewer, asked_person_id)
    if not viewer.key_shown:
        raise access.KeyNeeded(reverse("guardian:desk"))
    try:
        tokens = claiming.links_for(person, by=viewer.account or Account())
    except claiming.NoReach:
        return on_to_desk("no-reach")
    addresses = [our_address() + reverse("contributor:asked", args=[token]) for token in tokens]
    told = {"name": access.called(person), "reach": access.reach_of(person), "addresses": addresses}
    return render(request, "guardian/links.html", told)


@require_POST
@for_guardian
def putting_away(_request: HttpRequest, viewer: Viewer, claim_id: uuid.UUID) -> HttpResponse:
    """It waits here no more, and nobody is told. Raises Http404."""
    came = access.claim_to_answer(viewer, claim_id)
    if viewer.account is None:
        raise Http404
    claiming.put_claim_away(came, by=viewer.account)
    return on_to_desk("claim-put-away")
