"""What somebody with an account answered about photographs: theirs to change for ever, in the family or no more."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from held import access
from held.access import AskedPerson, Viewer
from held.consent import answering
from held.consent.questions import outlet, question
from held.consent.scopes import in_our_hands
from held.consent.table import OPEN, Event
from held.web.audiences import for_account

ANSWERS = {"yes": Event.AGREE, "no": Event.DECLINE, "not-now": Event.NOT_NOW}
WITHDRAW = "withdraw"
TELLING = {"tells": answering.let_family_see, "tells-not": answering.keep_from_family}
SAID = {
    "yes": _("Your yes is kept, for that question alone. You can take it back here at any time."),
    "no": _("Your no is kept. Readers are never told."),
    "not-now": _("Not now is kept. It counts as no until you say otherwise."),
    "withdrawn": _(
        "Your yes is taken back. From this moment it is not shown any more, and what you had not answered counts as no."
    ),
    "tells": _("Those who write the story see these answers from now on."),
    "tells-not": _("Those who write the story do not see these answers any more."),
    "unchanged": _("Nothing was changed. Please press the button once more."),
}


@require_safe
@for_account
def answers(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Each photograph about which they were asked, told as to everybody who is asked, and nothing else of a family."""
    photographs = [_photograph(part.pk, access.told_to_person(part)) for part in access.own_parts(viewer)]
    told = {"photographs": photographs, "said": SAID.get(request.GET.get("said", ""))}
    return render(request, "entrance/answers.html", told)


@require_POST
@for_account
def answer(request: HttpRequest, viewer: Viewer, own_part_id: uuid.UUID) -> HttpResponse:
    """Keep one answer of theirs, take every yes for that photograph back, or choose whether the family sees what they
    answer. A yes asks for a key, a no for nothing.

    Raises Http404, KeyNeeded.
    """
    part, said = access.own_part(viewer, own_part_id), request.POST.get("answer", "")
    if said == WITHDRAW:
        answering.withdraw(part)
        return _back("withdrawn")
    if said in TELLING:
        TELLING[said](part)
        return _back(said)
    if said == "yes" and not viewer.key_shown:
        raise access.KeyNeeded(reverse("entrance:answers"))
    try:
        answering.answer(part, request.POST.get("scope", ""), ANSWERS[said], language=get_language() or "")
    except (answering.NotAsked, KeyError):
        return _back("unchanged")
    return _back(said)


def _photograph(part: uuid.UUID, told: AskedPerson) -> dict[str, object]:
    questions = [(one, question(one.scope), outlet(one.scope), in_our_hands(one.scope)) for one in told.questions]
    return {
        "part": part,
        "told": told,
        "questions": questions,
        "agreed": any(one.standing in OPEN for one in told.questions),
    }


def _back(said: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('entrance:answers')}?said={said}", status=303)
