"""Answering somebody who says that they are in a photograph: new links, to the address the family gave; or silence."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from held import access
from held.access import SignedIn
from held.consent import lost_links
from held.consent.shown import shown_on
from held.web.audiences import for_guardian
from held.web.guardian.desk import on_to_desk
from held.web.linkcard import link_card


@require_POST
@for_guardian(logged=True)
def links(
    request: HttpRequest, viewer: SignedIn, lost_link_request_id: uuid.UUID, asked_person_id: uuid.UUID
) -> HttpResponse:
    """The viewer says who wrote it: make a new link for each photograph they were asked about, and close the request.

    Raises Http404, KeyNeeded.
    """
    lost_link_request = access.lost_link_request_to_link(viewer, lost_link_request_id)
    person = access.person_to_reach(viewer, lost_link_request, asked_person_id)
    if not viewer.key_shown:
        raise access.KeyNeeded(reverse("guardian:desk"))
    try:
        tokens = lost_links.links_for(
            lost_link_request, person, shown_on(request.POST.get("shown", "")), by=viewer.account
        )
    except lost_links.NoReach:
        return on_to_desk("no-reach")
    except lost_links.NotAsShown:
        return on_to_desk("not-as-shown")
    except lost_links.AnsweredAlready:
        return on_to_desk("answered")
    context: dict[str, object] = {
        "name": access.called(person),
        "reach": access.reach_of(person),
        "cards": [link_card("contributor:asked", token) for token in tokens],
    }
    context["decides"] = access.decides(viewer, person.family)
    return render(request, "guardian/links.html", context)


@require_POST
@for_guardian(logged=True)
def putting_away(request: HttpRequest, viewer: SignedIn, lost_link_request_id: uuid.UUID) -> HttpResponse:
    """Close the request, as far as they read it on their page, in the families for which they answer; nobody is told.

    Raises Http404.
    """
    shown = shown_on(request.POST.get("shown", ""))
    lost_link_request = access.lost_link_request_to_put_away(viewer, lost_link_request_id, shown)
    try:
        lost_links.put_request_away(lost_link_request, shown, access.families_answered_by(viewer), by=viewer.account)
    except lost_links.NotAsShown:
        return on_to_desk("not-as-shown")
    return on_to_desk("claim-put-away")
