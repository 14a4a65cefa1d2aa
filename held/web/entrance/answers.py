"""The answers about photographs of somebody with an account: theirs to change for ever, even after leaving the
family."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from held import access
from held.access import SignedIn
from held.consent import answering
from held.web.answers import NARROW, SAID, YES, keep_answer, take_all_back
from held.web.answers_shown import answers_on_page
from held.web.audiences import for_account
from held.web.narrowing import only_narrows_when
from held.web.notices import said_in, saying, still_so

WITHDRAW = "withdraw"
TELLING = {"tells": answering.let_family_see, "tells-not": answering.keep_from_family}
NARROW_HERE = NARROW | {WITHDRAW, "tells-not"}
SAID_HERE = SAID | {
    "yes": _("Your yes is saved. You can take it back here at any time."),
    "tells": _("The family sees these answers from now on."),
    "tells-not": _("The family doesn’t see these answers any more."),
}


@require_safe
@for_account(logged=False)
def answers(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """Each photograph about which they were asked, told as to everybody who is asked, and nothing else about a
    family."""
    answered = [(involvement.pk, access.told_to_person(involvement)) for involvement in access.own_involvements(viewer)]
    photographs = [
        {"involvement": involvement, "told": asked_person} | answers_on_page(asked_person)
        for involvement, asked_person in answered
    ]
    message = said_in(request)
    so = still_so(message, [asked_person for _involvement, asked_person in answered])
    words = {"photographs": photographs, "said": SAID_HERE.get(message) if so else None}
    return render(request, "entrance/answers.html", words)


@only_narrows_when(lambda sent: sent.get("answer") in NARROW_HERE)
@require_POST
@for_account(logged=False)
def answer(request: HttpRequest, viewer: SignedIn, own_involvement_id: uuid.UUID) -> HttpResponse:
    """Keep one answer of theirs, take back every yes for that photograph, or choose whether the family sees their
    answers. A yes asks for a key, a no does not.

    Raises Http404, KeyNeeded.
    """
    involvement, given = access.own_involvement(viewer, own_involvement_id), request.POST.get("answer", "")
    if given == WITHDRAW:
        return _back(take_all_back(involvement))
    if given in TELLING:
        TELLING[given](involvement)
        return _back(given)
    if given in YES and not viewer.key_shown:
        raise access.KeyNeeded(reverse("entrance:answers"))
    return _back(keep_answer(request, involvement))


def _back(message: str) -> HttpResponse:
    return HttpResponseRedirect(saying(reverse("entrance:answers"), message), status=303)
