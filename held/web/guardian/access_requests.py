"""Answering somebody who asks to read: letting them in, by a link to hand over, or putting it away in silence."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from held import access
from held.access import SignedIn
from held.lib.idempotency.used_forms import FormUsedBefore
from held.publishing import access_requests
from held.web.audiences import for_guardian
from held.web.guardian.desk import on_to_desk
from held.web.linkcard import link_card


@require_POST
@for_guardian(logged=True)
def letting_in(request: HttpRequest, viewer: SignedIn, access_request_id: uuid.UUID) -> HttpResponse:
    """Name them as a reader; shows the link to hand over, again if pressed again. Raises Http404, KeyNeeded."""
    came = access.access_request_to_let_in(viewer, access_request_id)
    if not viewer.key_shown:  # else anybody could name readers on a tablet left unattended
        raise access.KeyNeeded(reverse("guardian:desk"))
    try:
        named, token = access_requests.let_in(came, by=viewer.account)
    except (access_requests.AnsweredAlready, FormUsedBefore):
        return on_to_desk("answered")
    card = link_card("reader:named", token)
    return render(request, "guardian/let_in.html", {"named": named, "card": card, "words": came.read()})


@require_POST
@for_guardian(logged=True)
def putting_away(request: HttpRequest, viewer: SignedIn, access_request_id: uuid.UUID) -> HttpResponse:
    """Close the request; nobody is told. Raises Http404."""
    came, seen = access.access_request_to_answer(viewer, access_request_id), request.POST.get("let-in") == "yes"
    try:
        access_requests.put_away(came, by=viewer.account, seen_let_in=seen)
    except access_requests.LetInSince:
        return on_to_desk("let-in-since")
    return on_to_desk("put-away")
