"""The part that all answers about a photograph share: by a link, with an account, or on a parent's desk."""

import uuid
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from held import access
from held.consent import answering, page_answered
from held.consent.answering_ladder import answer_ladder, readers_asked, step_of
from held.consent.by_link import consent_link_of
from held.consent.ladder import Step
from held.consent.later import Kind
from held.consent.scopes import READERS
from held.consent.states import Event

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

LADDER = "readers"
"""What the form of the ladder sends as its scope; its buttons send a step. No scope has this name."""

STEPS = frozenset(Step)

GONE = frozenset({"no-yes-gone", "not-now-yes-gone"})
"""The words for a no that took back a yes of readers."""

NARROW = frozenset({"no", "not-now"})
"""The buttons after which nobody sees more than before, on the ladder too."""

YES = frozenset({"yes", *READERS})
"""The buttons that say yes."""

SAID = MappingProxyType(
    {
        "no": _("Your no is saved. Readers are never told."),
        "not-now": _("Your “not now” is saved. It counts as no until you say otherwise."),
        "no-yes-gone": _("Your no is saved. Your yes is taken back: it’s no longer shown. Readers are never told."),
        "not-now-yes-gone": _(
            "Your “not now” is saved. It counts as no until you say otherwise. Your yes is taken back: the photograph "
            "is no longer shown."
        ),
        "no-use-gone": _("Your no is saved, and your yes to that is taken back."),
        "not-now-use-gone": _("Your “not now” is saved, and your yes to that is taken back."),
        "no-to-all": _("Your no to all of it is saved. Readers are never told."),
        "withdrawn": _("Your yes is taken back. It’s no longer shown, and what you hadn’t answered counts as no."),
        "once-more": _("Nothing was changed. Please press once more."),
        "answered-since": _(
            "This was answered on another page first, so we didn’t save that yes. Your current answer is below. To "
            "say yes, press it once more."
        ),
        "other-words": _(
            "The description changed while this page was open, so we didn’t save that yes. Please read the new "
            "one and answer again."
        ),
    }
)
"""What a page says after a press, by the word in its address."""


def keep_answer(request: HttpRequest, involvement: "Involvement", *, link: "ConsentLink | None" = None) -> str:
    """Keep what was pressed, on the ladder or for one other use. Returns the word for the result: the answer, or why
    no yes was kept."""
    given, scope = request.POST.get("answer", ""), request.POST.get("scope", "")
    if given not in (STEPS if scope == LADDER else ANSWERS):
        return "once-more"
    if scope == LADDER:
        return _keep_step(request, involvement, Step(given), link)
    words, language = access.words_on_the_page(request.POST.get("words")), get_language() or ""
    takes_back = given in NARROW and _shows_a_yes(involvement, link, [scope])
    page = access.page_as_sent(involvement, words=words, fingerprint=request.POST.get("seen"))
    try:
        answering.answer(involvement, scope, ANSWERS[given], language=language, link=link, words=words, page=page)
    except tuple(NOT_KEPT) as why:
        return NOT_KEPT[type(why)]
    return f"{given}-{'yes' if scope in READERS else 'use'}-gone" if takes_back else given


def _keep_step(
    request: HttpRequest, involvement: "Involvement", step: Step, link: "ConsentLink | None", *, field: str = ""
) -> str:
    """Keep one press of the ladder. `field`: what the names of its fields end with, if the form has several."""
    words = access.words_on_the_page(request.POST.get(f"words{field}"))
    seen = {one: request.POST.get(f"seen-{one}{field}", "") for one in READERS}
    page = access.ladder_as_sent(involvement, words=words, fingerprints=seen)
    takes_back = step in NARROW and _shows_a_yes(involvement, link, READERS)
    try:
        answer_ladder(involvement, step, language=get_language() or "", link=link, words=words, page=page)
    except tuple(NOT_KEPT) as why:
        return NOT_KEPT[type(why)]
    if step not in NARROW:
        return "yes"
    return f"{step}-yes-gone" if takes_back else step


def take_all_back(involvement: "Involvement", *, link: "ConsentLink | None" = None) -> str:
    """Take back every yes for that photograph. Returns the word for the result."""
    had_none = _shows_answers(link) and not answering.has_yes(involvement)
    answering.withdraw(involvement, link=link)
    return "no-to-all" if had_none else "withdrawn"


def take_all_back_by_link(link: uuid.UUID) -> str:
    """`take_all_back`, for the page of a link. Raises LinkEnded."""
    consent_link = consent_link_of(link)
    return take_all_back(consent_link.involvement, link=consent_link)


def _shows_a_yes(involvement: "Involvement", link: "ConsentLink | None", scopes: Collection[str]) -> bool:
    """Whether a yes for one of these stands that this page may tell of."""
    return _shows_answers(link) and answering.has_yes(involvement, scopes)


def _shows_answers(link: "ConsentLink | None") -> bool:
    """Whether the person who presses may learn what was answered before: not by a link that was made later."""
    return link is None or link.kind == Kind.FIRST


def keep_answer_by_link(request: HttpRequest, link: uuid.UUID) -> str:
    """`keep_answer`, for the page of a link, which has no row. Raises LinkEnded."""
    consent_link = consent_link_of(link)
    return keep_answer(request, consent_link.involvement, link=consent_link)


def keep_same_by_link(request: HttpRequest, link: uuid.UUID, others: Mapping[str, uuid.UUID]) -> str:
    """Give the answer to one photograph to others on the same link, each as if its own ladder had been pressed.

    Only by a first link, and only to those asked for the same readers. It is the answer that the page showed; a yes
    only if it's still the answer to that photograph. `others`: the row of each on the link, by its involvement in
    hexadecimal. Returns the word for the result. Raises LinkEnded.
    """
    given, from_here = request.POST.get("answer", ""), consent_link_of(link)
    rows = {about: consent_link_of(one) for about, one in others.items()}
    asked = readers_asked(from_here.involvement)
    fit = all(one.kind == Kind.FIRST and readers_asked(one.involvement) == asked for one in rows.values())
    if given not in STEPS or from_here.kind != Kind.FIRST or not rows or not fit:
        return "once-more"
    if given not in NARROW and step_of(from_here.involvement) != given:
        return "answered-since"
    became = [_keep_step(request, row.involvement, Step(given), row, field=f"-{about}") for about, row in rows.items()]
    told_first = [*NOT_KEPT.values(), *GONE]
    return next((word for word in became if word in told_first), became[0])
