"""The host confirms the date that the machine's clock shows."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from held.access import SignedIn
from held.place.confirming_date import IsFarAway, confirm_date, date_in_doubt
from held.web.audiences import for_host
from held.web.notices import saying


@require_POST
@for_host(logged=True)
def confirming_date(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """Back to the desk; if the clock now shows another day than the form did, the desk asks again. A date that is
    far away is asked for a second time."""
    day = request.POST.get("day", "")
    sure = request.POST.get("sure") == day
    try:
        right = confirm_date(day, by=viewer.account, sure=sure)
    except IsFarAway:
        return render(request, "host/date_far_away.html", {"doubt": date_in_doubt()})
    said = "date" if right else "other-day"
    return HttpResponseRedirect(saying(reverse("host:desk"), said), status=303)
