"""A link by which a family asks for photographs: a GET shows a button; pressing it shows the page of this one link.

No cookie is needed, as on the page of a question (`held/web/contributor/asked.py`): the address is the secret.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from held import access
from held.access import SentByThem
from held.gathering.sending import LONGEST
from held.web.audiences import for_contributor
from held.web.contributor.opened import is_opened, let_open
from held.web.notices import said_in, saying
from held.web.refusals import not_heard
from held.web.same_origin import same_origin

SAID = {
    "said": _("Your words are saved. You can close this page."),
    "arrived": _("Your photographs have arrived. You can close this."),
    "arrived-one": _("Your photograph has arrived. You can close this."),
    "taken-back": _("That one is deleted here. Your own copy is still on your device."),
    "taken-out-first": _(
        "The family had already taken it out, so it’s with them now. Nothing was changed. If it shouldn’t be "
        "there, please tell them."
    ),
    "not-in-envelope": _("That one isn’t in the envelope any more."),
    "not-taken-back": _("We couldn’t take it back just now. It’s our fault, not yours. It’s still in the envelope."),
}


def _button_again(request: HttpRequest, envelope_token: str) -> HttpResponse:
    """The button was pressed on another site. Raises Http404."""
    access.envelope_to_send_to(envelope_token)
    return not_heard(request, render(request, "contributor/closed.html"))


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin(otherwise=_button_again)  # viewing the page sets no cookie, so the form carries no token
@for_contributor(logged=False)
def envelope(request: HttpRequest, envelope_token: str) -> HttpResponse:
    """GET alone reveals nothing: a preview in a message must not. POST opens it in this browser. Raises Http404."""
    access.envelope_to_send_to(envelope_token)
    if request.method == "POST":
        return page_after(request, envelope_token)
    if not is_opened(request, envelope_token):
        return render(request, "contributor/closed.html")
    return envelope_page(request, envelope_token, said=said_in(request))


@dataclass(frozen=True)
class WordsOf:
    """The fields of one photograph: what was kept, or what they typed and we could not keep."""

    one: SentByThem
    took: str
    who: str
    differs: bool


def envelope_page(
    request: HttpRequest, token: str, *, retyped: Mapping[str, Mapping[str, str]] | None = None, **more: object
) -> HttpResponse:
    """What they are asked for, and what they sent, in words. Raises Http404."""
    found = access.envelope_to_fill(token)
    rows = [_words_of(one, (retyped or {}).get(str(one.id))) for one in found.sent]
    context = {"envelope": found, "token": token, "rows": rows, "longest": LONGEST, **more}
    told = [SAID.get(str(more.get("said")), ""), more.get("refused", "")]
    context["notice"] = " ".join(str(sentence) for sentence in told if sentence)
    return render(request, "contributor/envelope.html", context)


def page_after(request: HttpRequest, token: str, message: str = "") -> HttpResponse:
    """The response to a press. With the cookie, a redirect to the page of this link; without it the page itself, which
    from now on is open in this browser if that keeps cookies.

    Reloading the latter sends the form again. That adds nothing: photographs that arrived before are recognized by
    their bytes, and words are kept only over those that their page showed. Raises Http404.
    """
    if is_opened(request, token):
        return way_to_it(token, message)
    answer = envelope_page(request, token, said=message)
    let_open(request, answer, token, at=reverse("contributor:envelope", args=[token]))
    return answer


def way_to_it(token: str, message: str = "") -> HttpResponse:
    """Redirect to the page of this link."""
    here = reverse("contributor:envelope", args=[token])
    return HttpResponseRedirect(saying(here, message), status=303)


def _words_of(one: SentByThem, typed: Mapping[str, str] | None) -> WordsOf:
    if typed is None:
        return WordsOf(one, one.took, one.who, differs=False)
    took, who = typed.get("took", ""), typed.get("who", "")
    return WordsOf(one, took, who, differs=(took, who) != (one.took, one.who) and bool(one.took or one.who))
