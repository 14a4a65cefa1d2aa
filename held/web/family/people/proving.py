"""The record of what was asked and answered, to download; and when early answers are asked for again."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from held import access
from held.access import SignedIn
from held.consent.proving import has_record
from held.consent.reconfirmation import MONTHS, confirm_after, months_of
from held.consent.sealing import seal_record
from held.web.audiences import for_family
from held.web.family.pages import redirect_with, show


@require_safe
@for_family(logged=True)
def consent(request: HttpRequest, viewer: SignedIn, family_id: int) -> HttpResponse:
    """What is stored about answers, and what the family can choose about them. Raises Http404."""
    family = access.family_to_prove(viewer, family_id)
    context = {"family": family, "months": MONTHS, "chosen": months_of(family), "has_record": has_record(family)}
    return show(request, viewer, "consent", **context)


@require_safe
@for_family(logged=True)
def proof(_request: HttpRequest, viewer: SignedIn, family_id: int) -> HttpResponse:
    """The record itself, sealed: the family keeps it, and `held proof` verifies it on this installation. Raises
    Http404."""
    family = access.family_to_prove(viewer, family_id)
    answer = HttpResponse(seal_record(family), content_type="application/octet-stream")
    answer["Content-Disposition"] = 'attachment; filename="record.held"'
    return answer


@require_POST
@for_family(logged=True)
def confirming(request: HttpRequest, viewer: SignedIn, family_id: int) -> HttpResponse:
    """Choose after how many months early answers are asked for again. Raises Http404."""
    family = access.family_to_prove(viewer, family_id)
    with suppress(ValueError):
        confirm_after(family, int(request.POST.get("months", "")), by=viewer.account)
    return redirect_with(reverse("family:consent", args=[family.pk]), "confirming-chosen")
