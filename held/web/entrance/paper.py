"""Paper codes: made, and shown once more to be printed."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from held import access
from held.access import SignedIn
from held.accounts import sign_in_keys
from held.web.allowed_hosts import our_address
from held.web.audiences import for_account
from held.web.entrance.signing_in import PAPER, key_was_shown
from held.web.entrance.ways import next_url, way_without_key, with_next


@require_http_methods(["GET", "HEAD", "POST"])
@for_account(logged=True)
def codes(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """GET says what a new sheet means; POST makes one. The codes are shown on a page of their own, so that reloading
    that page does not replace codes that were printed."""
    account = access.account_to_key(viewer)
    if request.method == "POST":
        sign_in_keys.write_codes(account)
        key_was_shown(request, account, PAPER)  # somebody who has just been given codes has them
        return HttpResponseRedirect(with_next("entrance:sheet", next_url(request)), status=303)
    later = way_without_key(request, account, reverse("entrance:keys"))
    context = {"codes_left": len(sign_in_keys.unused_codes(account)), "next": next_url(request), "later": later}
    return render(request, "entrance/codes.html", context)


@require_safe
@for_account(logged=True)
def sheet(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """The codes that still work, to be printed or written down."""
    account = access.account_to_key(viewer)
    left = sign_in_keys.unused_codes(account)
    if not left:
        return redirect("entrance:codes")
    context = {"codes": left, "sheet": account.handle, "address": our_address(), "next": next_url(request)}
    return render(request, "entrance/sheet.html", context)
