"""The part that all answers about a photograph share: by a link, with an account, or on a parent's desk."""

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from held import access
from held.access import AskedPerson
from held.consent import answering, page_answered
from held.consent.by_link import consent_link_of
from held.consent.questions import question
from held.consent.scopes import in_our_hands
from held.consent.states import OPEN, Event

if TYPE_CHECKING:
    from held.consent.models import ConsentLink, Involvement

ANSWERS = MappingProxyType({"yes": Event.AGREE, "no": Event.DECLINE, "not-now": Event.NOT_NOW})
"""What each of the three buttons sends; any other word is not an answer."""

NOT_KEPT: Mapping[type[Exception], str] = MappingProxyType(
    {
        answering.NotAsked: "once-more",
        answering.NoOnly: "no-only",
        page_answered.OtherWords: "other-words",
        page_answered.AnsweredSince: "answered-since",
    }
)
"""Why an answer was not kept, and the word for each reason."""

NARROW = frozenset({"no", "not-now"})
"""The buttons after which nobody sees more than before."""

SAID = MappingProxyType(
    {
        "no": _("Your no has been saved. Readers are never told."),
        "not-now": _("Your “not now” has been saved. It counts as no until you say otherwise."),
        "withdrawn": _(
            "Your yes is taken back. From this moment it’s no longer shown, and what you hadn’t answered counts as no."
        ),
        "once-more": _("Nothing was changed. Please press the button once more."),
        "answered-since": _(
            "This was answered on another page in the meantime, so we didn’t save that yes. Below you see "
            "how it is now. If you’d still like to say yes, please press it once more."
        ),
        "other-words": _(
            "The description changed while this page was open, so we didn’t save that yes. "
            "Please read the new description and answer again."
        ),
    }
)
"""What a page says after a press, by the word in its address."""


def keep_answer(request: HttpRequest, involvement: "Involvement", *, link: "ConsentLink | None" = None) -> str:
    """Keep the answer that the form with the three buttons sent. Returns the word for the result: the answer, or why
    it was not kept."""
    said, scope = request.POST.get("answer", ""), request.POST.get("scope", "")
    if said not in ANSWERS:
        return "once-more"
    words = access.words_on_the_page(request.POST.get("words"))
    page = access.page_as_sent(involvement, words=words, fingerprint=request.POST.get("seen"))
    language = get_language() or ""
    try:
        answering.answer(involvement, scope, ANSWERS[said], language=language, link=link, words=words, page=page)
    except tuple(NOT_KEPT) as why:
        return NOT_KEPT[type(why)]
    return said


def keep_answer_by_link(request: HttpRequest, link: uuid.UUID) -> str:
    """`keep_answer`, for the page of a link, which has no row. Raises LinkEnded."""
    consent_link = consent_link_of(link)
    return keep_answer(request, consent_link.involvement, link=consent_link)


def questions_told(told: AskedPerson) -> dict[str, object]:
    """`questions`: each with its sentence, the outlet that asks, and whether we ourselves can enforce the answer.
    `agreed`: whether there is a yes to take back."""
    return {
        "questions": [(one, question(one.scope), one.outlet, in_our_hands(one.scope)) for one in told.questions],
        "agreed": any(one.status in OPEN for one in told.questions),
    }
