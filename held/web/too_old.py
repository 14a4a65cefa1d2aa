"""Answers to a form of ours whose token or sign-in has ended since its page was opened, or that asks for a key."""

from urllib.parse import quote

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.urls import reverse

from held import access
from held.accounts.models import Account
from held.web.notices import LINK_GOOD_FOR, marked
from held.web.photograph_request import is_same_origin, page_before
from held.web.words_back import page_of_form, words_sent

PHOTOGRAPHS = "multipart/form-data"
DOES_NOT_FIT = "CSRF token"  # how Django's reasons begin when the token is wrong or missing


def press_once_more(request: HttpRequest, reason: str) -> HttpResponse | None:
    """For a page of ours whose token is not valid: the words that were written, and a link to the page with the button.
    Forms that neither widen nor decide can be sent from here, in the name of the account that is shown.

    None if the form was refused for another reason, or no page of ours is known to have sent it.
    """
    account = _signed_in(request)
    too_old = reason.startswith(DOES_NOT_FIT) or (reason == REASON_NO_CSRF_COOKIE and account)
    if not too_old or not is_same_origin(request):
        return None
    back = page_before(request) or reverse("entrance:come_in")
    told = {
        "sent": words_sent(request) if account else None,
        "back": back,
        "name": name_of_signed_in(request),
        "sign_in": marked(sign_in_as_another(back), "words", seconds=LINK_GOOD_FOR) if account else "",
        "with_photographs": request.content_type == PHOTOGRAPHS,
    }
    return render(request, "errors/press_once_more.html", told, status=403)


def signed_out_meanwhile(request: HttpRequest) -> HttpResponse:
    """Redirect to the sign-in and from there back to the page on which something was pressed; words come back first."""
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    sign_in = redirect_to_login(page_before(request) or reverse("entrance:arrived")).url
    sent = words_sent(request)
    if sent is None:
        return HttpResponseRedirect(marked(sign_in, "not-done"))
    return render(
        request,
        "errors/signed_out.html",
        {"sent": sent, "sign_in": marked(sign_in, "words", seconds=LINK_GOOD_FOR)},
        status=401,
    )


def ask_for_key(request: HttpRequest, back: str = "") -> HttpResponse:
    """Redirect to showing a key and from there to `back`, or else to the page that was requested or on which
    something was pressed. Words that were written come back first."""
    if request.method in {"GET", "HEAD"}:
        return HttpResponseRedirect(way_to_key(back or request.get_full_path()))
    show_key, sent = way_to_key(back or page_of_form(request)), words_sent(request)
    if sent is None:
        return HttpResponseRedirect(marked(show_key, "not-done"))
    return render(request, "errors/show_key_first.html", {"sent": sent, "show_key": show_key}, status=403)


def sign_in_as_another(back: str) -> str:
    """The address of the sign-in, even for a browser in which somebody is signed in: another person signs in, then
    goes `back`."""
    return redirect_to_login(back or reverse("entrance:arrived")).url + "&another"


def name_of_signed_in(request: HttpRequest) -> str:
    """The name of the account that is signed in now; empty if nobody is, and for an account without a name."""
    account = _signed_in(request)
    return access.called(account) if account else ""


def way_to_key(back: str) -> str:
    """The address of the page on which a key is shown; from there people come `back`."""
    return f"{reverse('entrance:show_key')}?next={quote(back)}"


def _signed_in(request: HttpRequest) -> Account | None:
    user = getattr(request, "user", None)  # not set if a page is called without the middleware
    return user if isinstance(user, Account) else None
