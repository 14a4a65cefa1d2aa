"""The keys of a signed-in person: making and removing passkeys, ending other sign-ins."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from held import access
from held.access import SignedIn
from held.accounts import sign_in_keys as kept
from held.accounts.models import Account
from held.web.audiences import for_account
from held.web.entrance import ceremony
from held.web.entrance.forms import PasskeyName
from held.web.entrance.passkey_host import where_we_are
from held.web.entrance.signing_in import PASSKEY, end_elsewhere, key_was_shown
from held.web.entrance.ways import next_url, way_without_key
from held.web.narrowing import only_narrows
from held.web.notices import is_marked, marked
from held.web.recovery_options import recovery_option


@require_safe
@for_account(logged=True)
def keys(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """Which keys the person has, and what can be done with them."""
    account = viewer.account
    context = {
        "passkeys": [(passkey.pk, kept.name_of(passkey, account)) for passkey in kept.passkeys(account)],
        "codes_left": len(kept.unused_codes(account)),
        "sheet": account.handle,
        "name": access.called(account),
        "back": recovery_option(viewer),
        "next": next_url(request),
        "ended": is_marked(request, "ended"),
        "was_asked": access.own_involvements(viewer).exists(),
    }
    return render(request, "entrance/keys.html", context)


@require_safe
@for_account(logged=True)
def offer(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """After signing in by a link: a passkey, paper codes, or later."""
    on = next_url(request, reverse("entrance:arrived"))
    has_key = kept.has_key(viewer.account)
    later = way_without_key(request, viewer.account, on)
    context = {
        "next": on,
        "later": later,
        "where": where_we_are(request),
        "has_key": has_key,
        "back": recovery_option(viewer),
    }
    return render(request, "entrance/offer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_account(logged=True)
def add_passkey(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """GET explains and asks for a name of the device; POST stores the passkey that the browser made, and goes on to
    where the person was going."""
    account = access.account_to_key(viewer)
    form = PasskeyName(request.POST or None)
    if request.method != "POST":
        return _making(request, account, form)
    try:
        credential = ceremony.read_made(request, account)
    except ceremony.NotThisTime:
        return _making(request, account, form, trouble=_("That didn’t work, and nothing was kept. You can try again."))
    name = form.cleaned_data["name"] if form.is_valid() else ""
    kept.add_passkey(account, name=name, credential=credential)
    key_was_shown(request, account, PASSKEY)  # somebody who has just made it has it
    return HttpResponseRedirect(next_url(request, reverse("entrance:keys")), status=303)


@require_safe
@for_account(logged=True)
def passkey_options(_request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """The options for a new passkey, for the browser."""
    return JsonResponse(ceremony.ask_to_make(access.account_to_key(viewer)))


@require_http_methods(["GET", "HEAD", "POST"])
@for_account(logged=True)
def remove_passkey(request: HttpRequest, viewer: SignedIn, passkey_id: int) -> HttpResponse:
    """GET says what removing means; POST removes."""
    account, passkey = viewer.account, access.passkey_to_remove(viewer, passkey_id)
    if request.method == "POST":
        kept.remove_passkey(passkey, by=account)
        return redirect("entrance:keys")
    others = len(kept.passkeys(account)) - 1
    context = {
        "name": kept.name_of(passkey, account),
        "others": others,
        "codes_left": len(kept.unused_codes(account)),
        "back": recovery_option(viewer),
    }
    return render(request, "entrance/remove_passkey.html", context)


@only_narrows
@require_POST
@for_account(logged=True)
def elsewhere(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """End every other sign-in of this account; this one stays."""
    end_elsewhere(request, viewer.account)
    return HttpResponseRedirect(marked(reverse("entrance:keys"), "ended"), status=303)


def _making(request: HttpRequest, account: Account, form: PasskeyName, *, trouble: str = "") -> HttpResponse:
    later = way_without_key(request, account, reverse("entrance:keys"))
    context = {
        "form": form,
        "trouble": trouble,
        "next": next_url(request),
        "later": later,
        "where": where_we_are(request),
    }
    return render(request, "entrance/add_passkey.html", context)
