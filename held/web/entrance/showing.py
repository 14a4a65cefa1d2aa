"""Showing a key once more, before an act that a sign-in by a link alone does not allow."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from held.access import SignedIn
from held.accounts import sign_in_keys
from held.accounts.models import Account
from held.web.audiences import for_account
from held.web.entrance import ceremony, sign_in_limits
from held.web.entrance.coming_in import passkey_not_accepted, too_many_codes
from held.web.entrance.forms import Code
from held.web.entrance.passkey_host import where_we_are
from held.web.entrance.signing_in import PAPER, PASSKEY, key_was_shown
from held.web.entrance.ways import next_url
from held.web.notices import is_marked


@require_http_methods(["GET", "HEAD", "POST"])
@for_account(logged=True)
def show_key(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """Show a passkey or type a paper code, then go back to the page that asked for it."""
    account = viewer.account
    if request.method != "POST":
        return _ask(request, account, Code())
    form = Code(request.POST)
    try:
        if form.is_valid() and _is_good(request, account, form.cleaned_data["code"]):
            return _shown(request, account, PAPER)
    except sign_in_limits.TooMany:
        return _ask(request, account, form, trouble=too_many_codes(), status=429)
    if not form.errors:
        form.add_error("code", _("This code doesn’t work, or was used before."))
    return _ask(request, account, form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_account(logged=True)
def show_passkey(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """GET asks the browser for a passkey of this account; POST records that it was shown."""
    account = viewer.account
    if request.method != "POST":
        return JsonResponse(ceremony.ask_to_show(account))
    try:
        ceremony.read_shown(request, account)
    except ceremony.NotThisTime:
        trouble, status = passkey_not_accepted(request)
        return _ask(request, account, Code(), trouble=trouble, status=status)
    return _shown(request, account, PASSKEY)


def _is_good(request: HttpRequest, account: Account, code: str) -> bool:
    sign_in_limits.count_code(request, account.handle)
    if not sign_in_keys.use_code(account, code):
        return False
    sign_in_limits.forget_codes(request, account.handle)
    return True


def _shown(request: HttpRequest, account: Account, kind: str) -> HttpResponse:
    key_was_shown(request, account, kind)
    return HttpResponseRedirect(next_url(request, reverse("entrance:arrived")), status=303)


def _ask(request: HttpRequest, account: Account, form: Code, *, trouble: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "trouble": trouble,
        "next": next_url(request),
        "not_done": is_marked(request, "not-done", "not-done-kept"),
        "kept": is_marked(request, "not-done-kept"),
        "where": where_we_are(request),
        "sheet": account.handle,
        "has_passkey": bool(sign_in_keys.passkeys(account)),
        "has_codes": bool(sign_in_keys.unused_codes(account)),
    }
    return render(request, "entrance/show_key.html", context, status=status)
