"""Signing out. Somebody without a key is first told what it would mean for them."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from held.access import SignedIn, Viewer
from held.accounts import sign_in_keys
from held.web.audiences import for_account, for_newcomer
from held.web.narrowing import only_narrows
from held.web.notices import marked
from held.web.recovery_options import recovery_option


@require_safe
@for_account(logged=True)
def leaving(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """What signing out means without a key. Somebody with a key does not need this page."""
    if sign_in_keys.has_key(viewer.account):
        return redirect("entrance:keys")
    return render(request, "entrance/leaving.html", {"back": recovery_option(viewer)})


@only_narrows
@require_POST
@for_newcomer(logged=True)
def leave(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Sign out; a second time does nothing more. Without a key a page asks first, so that one tap locks nobody out."""
    if viewer.account and not sign_in_keys.has_key(viewer.account) and "sure" not in request.POST:
        return HttpResponseRedirect(reverse("entrance:leaving"), status=303)
    logout(request)
    return HttpResponseRedirect(marked(reverse("entrance:come_in"), "left"), status=303)
