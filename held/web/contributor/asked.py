"""Somebody is asked about one photograph: the question, their answer, and every change of it.

The address is a secret of its own, and the form may lie open for months: it carries no token, comes_from_here asks.
"""

from collections.abc import Callable
from functools import wraps

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from held import access
from held.consent import answering
from held.consent.asking import end_link
from held.web.answers import ANSWERS, SAID, questions_told
from held.web.asking import comes_from_here
from held.web.audiences import for_contributor
from held.web.contributor.opened import is_opened, let_open
from held.web.telling import tell_fault

SAID_BY_LINK = SAID | {
    "yes": _("Your yes is kept, for that question alone. You can take it back at any time, by this same link."),
    "tells": _("Those who write the story see your answers from now on."),
    "tells-not": _("Those who write the story do not see your answers any more."),
    "tells-first": _(
        "Only by the first link can you let those who write the story see your answers. Nothing was changed."
    ),
    "no-only": _("This link can only say no. Nothing was changed."),
    "not-kept": _("This could not be kept just now; what you answered before stands. It is our fault, not yours."),
}
SAID_BY_LATER_LINK = SAID_BY_LINK | {  # true whatever was answered elsewhere
    "yes": _("Your yes has arrived. If you said no or not now before, that still counts."),
    "not-now": _("Not now has arrived. It counts as no."),
    "withdrawn": _(
        "Every yes is taken back. From this moment it is not shown any more, and what was not answered counts as no."
    ),
    "tells-not": _("Those who write the story do not see your answers."),
}


def _said_if_not_kept(press: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """A press of a button that cannot be kept, on a full disk or for whatever else, leads back to the page."""

    @wraps(press)
    def answer(request: HttpRequest, asked_token: str) -> HttpResponse:
        try:
            return press(request, asked_token)
        except (DatabaseError, OSError) as fault:
            tell_fault("in an answer", fault)
            return _back(asked_token, "not-kept")

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
@for_contributor
def asked(request: HttpRequest, asked_token: str) -> HttpResponse:
    """A button first; after that the question and the answers. Raises Http404."""
    asking = access.asking_behind(asked_token)
    here = reverse("contributor:asked", args=[asked_token])
    if request.method == "POST" and comes_from_here(request):
        answer = HttpResponseRedirect(here, status=303)
        let_open(request, answer, asked_token, at=here)
        return answer
    if not is_opened(request, asked_token):
        return render(request, "contributor/cover.html")
    told = access.told_to_person(asking.part, asking)
    words = {
        "told": told,
        "token": asked_token,
        "said": (SAID_BY_LATER_LINK if told.later else SAID_BY_LINK).get(request.GET.get("said", "")),
    }
    page = "no_only" if told.no_only else "asked"
    return render(request, f"contributor/{page}.html", words | questions_told(told))


@require_POST
@csrf_exempt
@for_contributor
@_said_if_not_kept
def answer(request: HttpRequest, asked_token: str) -> HttpResponse:
    """Keep their answer for one scope. Raises Http404."""
    asking, said = access.asking_behind(asked_token), request.POST.get("answer", "")
    if not comes_from_here(request) or said not in ANSWERS:
        return _back(asked_token, "once-more")
    scope, language = request.POST.get("scope", ""), get_language() or ""
    words = access.words_on_the_page(request.POST.get("words"))
    if said == "yes" and not access.are_newest_words(asking.part, words):
        return _back(asked_token, "other-words")
    try:
        answering.answer(asking.part, scope, ANSWERS[said], language=language, link=asking, words=words)
    except answering.NotAsked:
        return _back(asked_token, "once-more")
    except answering.NoOnly:
        return _back(asked_token, "no-only")
    return _back(asked_token, said)


@require_POST
@csrf_exempt
@for_contributor
@_said_if_not_kept
def withdrawing(request: HttpRequest, asked_token: str) -> HttpResponse:
    """Take back every yes for this photograph. Raises Http404."""
    asking = access.asking_behind(asked_token)
    if not comes_from_here(request):
        return _back(asked_token, "once-more")
    answering.withdraw(asking.part, link=asking)
    return _back(asked_token, "withdrawn")


@require_POST
@csrf_exempt
@for_contributor
@_said_if_not_kept
def telling(request: HttpRequest, asked_token: str) -> HttpResponse:
    """Whether the family may see what they answer. Raises Http404."""
    asking = access.asking_behind(asked_token)
    if not comes_from_here(request):
        return _back(asked_token, "once-more")
    if request.POST.get("tells") != "yes":
        answering.keep_from_family(asking.part)
        return _back(asked_token, "tells-not")
    try:
        answering.let_family_see(asking.part, link=asking)
    except answering.MadeLater:
        return _back(asked_token, "tells-first")
    return _back(asked_token, "tells")


@require_POST
@csrf_exempt
@for_contributor
@_said_if_not_kept
def ending(request: HttpRequest, asked_token: str) -> HttpResponse:
    """This link shall open nothing any more. Raises Http404."""
    asking = access.asking_behind(asked_token)
    if not comes_from_here(request):
        return _back(asked_token, "once-more")
    end_link(asking, by="person")
    return render(request, "contributor/ended.html")


def _back(token: str, said: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('contributor:asked', args=[token])}?said={said}", status=303)
