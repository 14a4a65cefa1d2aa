"""Asking somebody outside the family for photographs: who was asked, a link for each, and ending one."""

import secrets
import uuid
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from held import access
from held.access import SignedIn
from held.desk.enclosed import envelope_on_desk, envelopes_on_desk
from held.desk.outline import without_words
from held.gathering import envelopes
from held.lib.idempotency.used_forms import FormUsedBefore
from held.web.audiences import for_family
from held.web.family.key_first import chosen_before, initial_of, key_first
from held.web.family.pages import redirect_with, show
from held.web.family.photographs.gathering_form import GatheringForm
from held.web.linkcard import link_card
from held.web.narrowing import only_narrows


@require_safe
@for_family(logged=True)
def gathering(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """Everybody who was asked for photographs, until when, and how many they sent. Raises Http404."""
    story = access.story_to_write(viewer, story_id)
    return show(
        request,
        viewer,
        "gathering",
        story=without_words(story),
        envelopes=envelopes_on_desk(access.envelopes_to_see(viewer, story)),
        decides=access.decides(viewer, story.family),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
@key_first
def asking(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """Ask one more person; then shows their link, once. Raises Http404, KeyNeeded."""
    find = access.story_to_gather_for if request.method == "POST" else access.story_to_decide
    story = find(viewer, story_id)
    form = GatheringForm(request.POST or None, initial=initial_of(GatheringForm, chosen_before(request, viewer)))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        lasts = timedelta(days=int(given["days"]))
        asked = envelopes.Asked(given["name"], given["purpose"], given["most"], lasts)
        try:
            once = request.POST.get("once", "")
            envelope, token = envelopes.make_envelope(story, asked, by=viewer.account, once=once)
        except FormUsedBefore:
            return redirect_with(reverse("family:gathering", args=[story.pk]), "envelope-ended")
        card = link_card("contributor:envelope", token)
        context = {"envelope": envelope_on_desk(envelope), "card": card}
        return show(request, viewer, "gathering_made", story=without_words(story), **context)
    refused = _("No link is made yet. Please see below.")
    context = {"story": without_words(story), "form": form, "once": request.POST.get("once") or secrets.token_hex(16)}
    return show(request, viewer, "gathering_one", refused=refused if request.method == "POST" else "", **context)


@only_narrows
@require_POST
@for_family(logged=True)
def ending(_request: HttpRequest, viewer: SignedIn, envelope_id: uuid.UUID) -> HttpResponse:
    """Their link opens nothing from the next request on; what they sent stays. Raises Http404."""
    envelope = access.envelope_to_end(viewer, envelope_id)
    envelopes.end_envelope(envelope, by=viewer.account)
    return redirect_with(reverse("family:gathering", args=[envelope.story_id]), "envelope-ended")
