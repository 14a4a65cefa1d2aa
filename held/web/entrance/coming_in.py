"""Signing in with a passkey or a paper code."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from held import access
from held.access import SignedIn, Viewer
from held.accounts import sign_in_keys
from held.accounts.models import Account
from held.web.audiences import for_account, for_newcomer
from held.web.entrance import ceremony, question, sign_in_limits
from held.web.entrance.forms import SheetAndCode
from held.web.entrance.passkey_host import where_we_are
from held.web.entrance.signing_in import PAPER, PASSKEY, sign_in
from held.web.entrance.ways import next_url
from held.web.notices import is_marked
from held.web.too_old import name_of_signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@for_newcomer(logged=True)
def come_in(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The ways to sign in: a passkey, a paper code, a link. Somebody who is signed in goes on, unless another person
    wants to sign in here (`another`)."""
    if request.method != "POST":
        goes_on = viewer.account and "another" not in request.GET
        return _on(request) if goes_on else _ways_in(request, SheetAndCode())
    form = SheetAndCode(request.POST)
    if not form.is_valid():
        return _ways_in(request, form)
    try:
        account = _by_code(request, form.cleaned_data["sheet"], form.cleaned_data["code"])
    except sign_in_limits.TooMany:
        return _ways_in(request, form, trouble=too_many_codes(), status=429)
    if account is None:
        form.add_error("code", _("That code isn’t on that sheet, or was used before."))
        return _ways_in(request, form)
    sign_in(request, account, shown=PAPER)
    return _on(request)


@require_http_methods(["GET", "HEAD", "POST"])
@for_newcomer(logged=True)
def by_passkey(request: HttpRequest, _viewer: Viewer) -> HttpResponse:
    """GET asks the browser for a passkey of this installation; POST signs in with it."""
    if request.method != "POST":
        return _question(request)
    try:
        question.take_back(request)
        passkey = ceremony.read_shown(request, None)
        question.use_up(request)
    except ceremony.NotThisTime:
        question.forget(request)
        trouble, status = passkey_not_accepted(request)
        return _ways_in(request, SheetAndCode(), trouble=trouble, status=status)
    sign_in(request, passkey.user, shown=PASSKEY)
    return _on(request)


def _question(request: HttpRequest) -> HttpResponse:
    answer = JsonResponse(ceremony.ask_to_show(None))
    question.hand_over(request, answer)
    return answer


@require_safe
@for_account(logged=True)
def arrived(_request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """Redirect people to their own desk, or, if they belong to no family any more, to their answers about
    photographs."""
    if access.writes(viewer):
        return redirect("family:desk")
    if access.answers(viewer):
        return redirect("guardian:desk")
    if access.is_host(viewer):
        return redirect("host:desk")
    return redirect("entrance:answers" if access.own_involvements(viewer).exists() else "entrance:keys")


def too_many_codes() -> str:
    """The sentence for somebody who has to wait."""
    return _(
        "Too many codes were tried, so the next has to wait, an hour at most. Your sheet is still good, and a "
        "passkey always works."
    )


def passkey_not_accepted(request: HttpRequest) -> tuple[str, int]:
    """What the page says when a passkey was not accepted, and the status of the response. Counts as a wrong passkey."""
    try:
        sign_in_limits.count_wrong_passkey(request)
    except sign_in_limits.TooMany:
        return _("Too many passkeys from your network didn’t work. Please try again in a minute."), 429
    message = _("That passkey didn’t work here. Please try again, or use a paper code.")
    return message, 200


def _by_code(request: HttpRequest, sheet: str, code: str) -> Account | None:
    name = sign_in_keys.sheet_name(sheet)
    sign_in_limits.count_code(request, name)
    account = sign_in_keys.account_of_sheet(name)
    if account is None or not sign_in_keys.use_code(account, code):
        return None
    sign_in_limits.forget_codes(request, name)
    return account


def _ways_in(request: HttpRequest, form: SheetAndCode, *, trouble: str = "", status: int = 200) -> HttpResponse:
    way = next_url(request)
    context = {
        "form": form,
        "trouble": trouble,
        "next": way,
        "where": where_we_are(request),
        "left": is_marked(request, "left"),
        "has_words": is_marked(request, "words"),
        "has_photographs": is_marked(request, "sends"),
        "not_done": is_marked(request, "not-done", "not-done-kept"),
        "signed_in_now": name_of_signed_in(request) if "another" in request.GET else "",
        "from_sheet": way.startswith("/family/leaves/"),
    }
    return render(request, "entrance/come_in.html", context, status=status)


def _on(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(next_url(request) or "/entrance/arrived/", status=303)
