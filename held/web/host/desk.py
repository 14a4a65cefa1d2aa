"""The host's desk: the state of this installation, and who has come in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from held import VERSION, access
from held.access import SignedIn
from held.accounts import sign_in_keys
from held.families.models import Recovery
from held.keeping.state import copy_worries
from held.lib.commands import as_run_here
from held.place.confirming_date import date_in_doubt
from held.place.last_check import health
from held.place.models import Place
from held.place.time_zone import time_zone_of
from held.web.allowed_hosts import our_address
from held.web.audiences import for_host
from held.web.host.forms import FindForm
from held.web.host.households import PageOfHouseholds, find_households, page_of_households
from held.web.notices import said_in
from held.web.recovery_options import recovery_option


@require_safe
@for_host(logged=True)
def desk(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """The state of this installation."""
    place = access.place_to_host(viewer)
    words = {
        "place": place,
        "address": our_address(),
        "time_zone": time_zone_of(place),
        "time_zone_is_set": bool(settings.HELD_TIME_ZONE),
        "restart": _waits_for_a_start(place),
        "worries": [as_run_here(worry) for worry in copy_worries()],
        "doubt": date_in_doubt(),
        "version": VERSION,
        "health": health(),
        "has_key": sign_in_keys.has_key(viewer.account),
        "back": recovery_option(viewer),
        "is_parent": access.families_of(viewer).exists(),
        "families": page_of_households(
            viewer, before=request.GET.get("before", ""), after=request.GET.get("after", "")
        ),
        "said": said_in(request),
        "too_late": _used_before_stop(request, viewer),
    }
    return render(request, "host/desk.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@for_host(logged=True)
def finding(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """Find a family by its name. The name is sent in a form, so that no address has it."""
    form, found, more = FindForm(request.POST or None), None, False
    if request.method == "POST" and form.is_valid():
        found, more = find_households(viewer, form.cleaned_data["called"])
    families = PageOfHouseholds(found or [], 0, 0)
    page = {"form": form, "families": families, "searched": found is not None, "more": more}
    return render(request, "host/finding.html", page)


def _used_before_stop(request: HttpRequest, viewer: SignedIn) -> Recovery | None:
    """The new link that the host wanted to stop a moment ago, and that had already been used."""
    number = request.GET.get("of", "")
    if said_in(request) != "too-late" or not number.isdecimal():
        return None
    return access.recoveries_asked_and_used(viewer).filter(pk=number).first()


def _waits_for_a_start(place: Place) -> bool:
    """Whether the configured address differs from the one with which the program was started."""
    return bool(place.address) and place.address != settings.HELD_ADDRESS
