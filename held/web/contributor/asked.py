"""Pages for a person asked about photographs: each question, their answers, and every change of them.

The address is a secret, and the form may be open for months: it carries no token, its origin protects it. No cookie is
needed: a POST from a page of ours is answered with the question. The cookie only lets a GET show it.
"""

import uuid
from collections.abc import Callable
from functools import wraps

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from held import access
from held.consent import answering, by_link
from held.consent.by_link import LinkEnded
from held.web.answers import SAID, keep_answer_by_link, keep_same_by_link, take_all_back_by_link
from held.web.answers_shown import photographs_on_page
from held.web.audiences import for_contributor
from held.web.contributor.opened import is_opened, let_open
from held.web.middleware.request_log import tell_fault
from held.web.notices import said_in, saying, still_so
from held.web.refusals import not_heard
from held.web.same_origin import same_origin

SAID_BY_LINK = SAID | {
    "yes": _("Your yes is saved. You can take it back at any time with this link."),
    "tells": _("The family sees your answers from now on."),
    "tells-not": _("The family doesn’t see your answers any more."),
    "tells-first": _("That needs your first link. Nothing was changed."),
    "no-only": _("This link can only say no. Nothing was changed."),
    "not-kept": _("We couldn’t keep this just now; your earlier answer still counts. It’s our fault, not yours."),
}
SAID_BY_LATER_LINK = SAID_BY_LINK | {  # true no matter what was answered elsewhere
    "yes": _("Your yes has arrived. If you said no or not now before, that still counts. So does a narrower yes."),
    "not-now": _("“Not now” has arrived. It counts as no."),
    "withdrawn": _("Every yes is taken back. It’s no longer shown, and what wasn’t answered counts as no."),
    "tells-not": _("The family doesn’t see your answers."),
}
SAID_ON_COVER = {  # no matter what the link was opened for before: true for anybody who reads it
    "once-more": _("Nothing was changed. Please read the question again and press once more."),
    "not-kept": SAID_BY_LINK["not-kept"],
    "tells": SAID_BY_LINK["tells"],
}
ENDED, LOOKING = "ended", "looking"  # what a press ended; what somebody without a cookie wanted

ABOUT = "about"  # the field with the involvement that a press is about
Press = Callable[[HttpRequest, str], str]  # of a button of the page; the second argument is the link's token
PressAboutOne = Callable[[HttpRequest, uuid.UUID], str]  # of a button of one photograph; its row on the link


def _then_says(press: Press) -> Callable[[HttpRequest, str], HttpResponse]:
    """Makes a view for a button of the question page; `press` returns the word for the result, which the next page
    says.

    If something cannot be kept, on a full disk or for another reason, the page says that too. A GET leads to the
    question: browsers that keep no cookies show this address after a press.
    """

    @wraps(press)
    def answer(request: HttpRequest, asked_token: str) -> HttpResponse:
        try:
            access.link_is_open(asked_token)
            if request.method != "POST":
                return _redirect_back(asked_token)
            message = press(request, asked_token)
        except LinkEnded:
            raise Http404 from None
        except (DatabaseError, OSError) as fault:
            return _not_kept(asked_token, fault)
        if not message:
            return _redirect_back(asked_token, "once-more")
        return _page_after(request, asked_token, message, request.POST.get(ABOUT, ""))

    return same_origin(otherwise=_once_more)(answer)


def _about_one(press: PressAboutOne) -> Press:
    """A button of one photograph, which its form names. Without a name, or with another's, nothing is pressed."""

    @wraps(press)
    def answer(request: HttpRequest, asked_token: str) -> str:
        link = access.link_to_answer(asked_token, request.POST.get(ABOUT, ""))
        return press(request, link) if link else ""

    return answer


def _once_more(request: HttpRequest, asked_token: str) -> HttpResponse:
    """The press came from another site. Raises Http404."""
    try:
        access.link_is_open(asked_token)
    except DatabaseError as fault:
        return _not_kept(asked_token, fault)
    return not_heard(request, _redirect_back(asked_token, "once-more"))


def _not_kept(asked_token: str, fault: BaseException) -> HttpResponse:
    tell_fault("in an answer", fault)
    return _redirect_back(asked_token, "not-kept")


def _button_again(request: HttpRequest, asked_token: str) -> HttpResponse:
    """The link's button was pressed on another site. Raises Http404."""
    access.link_is_open(asked_token)
    return not_heard(request, _redirect_back(asked_token))


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin(otherwise=_button_again)
@for_contributor(logged=False)
def asked(request: HttpRequest, asked_token: str) -> HttpResponse:
    """A button first; after that the question and the answers. Raises Http404."""
    if request.method in {"GET", "HEAD"} and is_opened(request, asked_token):
        return _questions(request, asked_token, said_in(request), request.GET.get("of", ""))
    access.link_is_open(asked_token)
    if request.method == "POST":
        return _page_after(request, asked_token, "")
    message = said_in(request)
    words = {"said": SAID_ON_COVER.get(message), "cookies_needed": message == LOOKING}
    return render(request, "contributor/cover.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@for_contributor(logged=False)
@_then_says
@_about_one
def answer(request: HttpRequest, link: uuid.UUID) -> str:
    """Keep their answer for one scope."""
    return keep_answer_by_link(request, link)


@require_http_methods(["GET", "HEAD", "POST"])
@for_contributor(logged=False)
@_then_says
def same(request: HttpRequest, asked_token: str) -> str:
    """Give the answer to one photograph to others that were ticked."""
    link = access.link_to_answer(asked_token, request.POST.get(ABOUT, ""))
    also = {about: access.link_to_answer(asked_token, about) for about in request.POST.getlist("also") if about}
    others = {about: one for about, one in also.items() if one and one != link}
    return keep_same_by_link(request, link, others) if link else ""


@require_http_methods(["GET", "HEAD", "POST"])
@for_contributor(logged=False)
@_then_says
@_about_one
def withdrawing(_request: HttpRequest, link: uuid.UUID) -> str:
    """Take back every yes for this photograph."""
    return take_all_back_by_link(link)


@require_http_methods(["GET", "HEAD", "POST"])
@for_contributor(logged=False)
@_then_says
@_about_one
def answers_visible(request: HttpRequest, link: uuid.UUID) -> str:
    """Choose whether the family may see their answers."""
    if request.POST.get("tells") != "yes":
        by_link.keep_from_family_by_link(link)
        return "tells-not"
    try:
        by_link.let_family_see_by_link(link)
    except answering.MadeLater:
        return "tells-first"
    return "tells"


@require_http_methods(["GET", "HEAD", "POST"])
@for_contributor(logged=False)
@_then_says
def ending(_request: HttpRequest, asked_token: str) -> str:
    """End this link, for every photograph on it."""
    by_link.end_own_link(access.link_to_end(asked_token))
    return ENDED


def way_to_look(token: str) -> HttpResponse:
    """Somebody wants to see the photograph in a browser that kept no cookie: back to the button, which says what to
    do."""
    return _redirect_back(token, LOOKING)


def _page_after(request: HttpRequest, token: str, message: str, about: str = "") -> HttpResponse:
    """The response to a press. With the cookie, a redirect to the page, so that reloading it presses nothing.

    Without the cookie, the page itself: reloading it sends the same form again. Every form but one can be sent twice
    (`docs/decisions/0033-an-answer-needs-no-cookie.md`): to let the family see the answers would undo a later change of
    mind, so the response to that one is the button and its sentence.
    """
    if message == ENDED:
        return render(request, "contributor/ended.html")
    if is_opened(request, token) or message == "tells":
        return _redirect_back(token, message, about)
    answer = _questions(request, token, message, about)
    let_open(request, answer, token, at=reverse("contributor:asked", args=[token]))
    return answer


def _questions(request: HttpRequest, token: str, message: str, about: str) -> HttpResponse:
    """Every photograph on this link, covered, with its answers; what was just done is said beside the one it is
    about."""
    photographs = photographs_on_page(access.told_by_link(token))
    of = next((one for one in photographs if one.told.involvement == about), photographs[0])
    sentence = (SAID_BY_LATER_LINK if of.told.later else SAID_BY_LINK).get(message)
    if not of.told.later and not still_so(message, [of.told]):
        sentence = None
    words = {"photographs": photographs, "told": photographs[0].told, "token": token, "said": sentence, "of": of}
    all_later = all(one.told.later for one in photographs)
    return render(request, "contributor/asked.html", words | {"all_later": all_later})


def _redirect_back(token: str, message: str = "", about: str = "") -> HttpResponse:
    here = reverse("contributor:asked", args=[token])
    if about and message and access.has_several(token):
        here += f"?of={uuid.UUID(hex=about).hex}"
    return HttpResponseRedirect(saying(here, message), status=303)
