"""Answering somebody who says that they are in a photograph: new links, to the address the family gave; or silence."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from held import access
from held.access import Viewer
from held.consent import claiming
from held.web.audiences import for_guardian
from held.web.guardian.desk import account_of, on_to_desk
from held.web.hosts import our_address


@require_POST
@for_guardian
def links(request: HttpRequest, viewer: Viewer, claim_id: uuid.UUID, asked_person_id: uuid.UUID) -> HttpResponse:
    """This is who wrote it: one new link for each photograph they were asked about, and it waits no more.

    Raises Http404, KeyNeeded.
    """
    came = access.claim_to_link(viewer, claim_id)
    person = access.person_to_reach(viewer, came, asked_person_id)
    if not viewer.key_shown:
        raise access.KeyNeeded(reverse("guardian:desk"))
    try:
        tokens = claiming.links_for(came, person, by=account_of(viewer))
    except claiming.NoReach:
        return on_to_desk("no-reach")
    except claiming.AnsweredAlready:
        return on_to_desk("answered")
    addresses = [our_address() + reverse("contributor:asked", args=[token]) for token in tokens]
    told: dict[str, object] = {"name": access.called(person), "reach": access.reach_of(person), "addresses": addresses}
    told["decides"] = access.decides(viewer, person.family)
    return render(request, "guardian/links.html", told)


@require_POST
@for_guardian
def putting_away(_request: HttpRequest, viewer: Viewer, claim_id: uuid.UUID) -> HttpResponse:
    """It waits no more in the families for which they answer, and nobody is told. Raises Http404."""
    came = access.claim_to_answer(viewer, claim_id)
    claiming.put_claim_away(came, access.families_of_claim(viewer, came), by=account_of(viewer))
    return on_to_desk("claim-put-away")
