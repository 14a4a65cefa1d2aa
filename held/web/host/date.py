"""The host confirms the date that the machine's clock shows."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from held.access import Viewer
from held.place.confirming_date import confirm_date
from held.web.audiences import for_host


@require_POST
@for_host
def confirming_date(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Back to the desk; when the clock shows another day than the form did, the desk asks again."""
    right = viewer.account is not None and confirm_date(request.POST.get("day", ""), by=viewer.account)
    said = "date" if right else "other-day"
    return HttpResponseRedirect(f"{reverse('host:desk')}?said={said}", status=303)
