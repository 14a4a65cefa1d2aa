"""One photograph on one page: it is shown to somebody who asks, described, named, placed and answered for."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from held import access
from held.access import SignedIn
from held.accounts.once_only_forms import made_once
from held.actions.about_photograph import NotInIt, PlacedMeanwhile, save_about
from held.consent import involved
from held.consent.ladder import NARROW
from held.consent.page_answered import AnsweredSince, OtherWords
from held.desk.album import album
from held.desk.photograph_status import PhotographStatus
from held.publishing.placing import NotPlaced
from held.stories.models import Leaf
from held.web.audiences import for_family
from held.web.family.key_first import chosen_before, keep_choices, key_first
from held.web.family.pages import redirect_with
from held.web.family.photographs import photograph_form
from held.web.family.photographs.people_chips import same_people
from held.web.family.photographs.photograph_page import photograph_page
from held.web.family.photographs.seeing import of_family, picture_asked_for
from held.web.family.writing.keeping_words import words_come_back_to
from held.web.photograph_request import ask, clear_ticket, redeem_ticket

PRESS_AGAIN = _("Your choices are here, but not saved yet. Please press Save.")
NOTHING_SAVED = _("Nothing is saved yet; everything you wrote is here.")
REFUSED = {
    involved.OthersNamedMeanwhile: _("Somebody was just named or taken out. Please check again: is that everyone?"),
    involved.NobodyNamed: _("Please say who took it, or who is in it. Somebody has to be able to say yes."),
    photograph_form.NotToBeNamed: _("Somebody you chose can’t be named any more. Please check who is chosen."),
    NotInIt: _("You gave your own answer. Please choose yourself too."),
    NotPlaced: _("It can’t have that place in the story."),
    PlacedMeanwhile: _("Somebody has moved it since."),
    OtherWords: _(
        "The description was changed somewhere else too, so your answer isn’t saved. Please save again, read "
        "both, then answer."
    ),
    AnsweredSince: _("You’ve since answered on another page. That answer counts."),
}
"""Why nothing was saved, in words."""

NOT_CONTENT = {"csrfmiddlewaretoken", "draft", "base", "turn", "hand", "once"}
"""What differs each time the same words and choices are sent."""


@words_come_back_to(lambda photograph_id: reverse("family:leaf", args=[photograph_id]))
@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=False)
def photograph(request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """The page; POST saves all of it, shows the picture once, or covers it. Raises Http404, KeyNeeded."""
    leaf = access.photograph_leaf_to_keep(viewer, photograph_id)
    if "show" in request.POST or "cover" in request.POST:
        keep_choices(request, viewer, request.path)  # what was typed is on the page that follows
        return ask(request, of_family(leaf)) if "show" in request.POST else redirect_with(request.path)
    if request.method == "POST":
        return _post(request, viewer, leaf)
    before, asked = chosen_before(request, viewer), redeem_ticket(request, of_family(leaf))
    answer = photograph_page(
        request,
        viewer,
        leaf,
        sent=before,
        refused="" if before is None or asked else str(PRESS_AGAIN),
        asked=asked,
        picture=picture_asked_for(request, viewer, leaf) if asked else None,
    )
    clear_ticket(request, answer)
    return answer


@require_safe
@for_family(logged=True)
def describe_next(_request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """Leads to the first photograph that needs a description; without one, to the list. Raises Http404."""
    story = access.story_to_write(viewer, story_id)
    first = next((one.leaf for one in album(story) if one.status == PhotographStatus.NEEDS_DESCRIPTION), None)
    there = ("family:photograph", first.pk) if first else ("family:photographs", story.pk)
    return redirect_with(reverse(there[0], args=[there[1]]))


@key_first
def _post(request: HttpRequest, viewer: SignedIn, leaf: Leaf) -> HttpResponse:
    sent = photograph_form.sent_by(request.POST)
    if "same" in request.POST:
        same = same_people(viewer, leaf)
        chosen = photograph_form.with_same_people(sent, *same) if same else sent
        return photograph_page(request, viewer, leaf, sent=request.POST, chosen=chosen)
    mistakes = photograph_form.mistakes_of(sent, photograph_form.typed_words(leaf, request.POST))
    if mistakes:
        return photograph_page(request, viewer, leaf, sent=request.POST, mistakes=mistakes)
    return _save(request, viewer, leaf, sent)


def _save(request: HttpRequest, viewer: SignedIn, leaf: Leaf, sent: photograph_form.Sent) -> HttpResponse:
    try:
        about = photograph_form.about_of(viewer, leaf, request.POST, sent)
    except (photograph_form.NotToBeNamed, NotPlaced) as reason:
        return _refused(request, viewer, leaf, reason)
    if about.answer and about.answer.step not in NARROW and not viewer.key_shown:
        raise access.KeyNeeded(request.path)
    try:
        became = made_once(
            request.POST.get("once", ""),
            f"photograph {leaf.pk} {_content(request.POST)}",
            lambda: "differs" if save_about(leaf, about, by=viewer.account) else "saved",
            by=viewer.account,
        )
    except tuple(REFUSED) as reason:
        return _refused(request, viewer, leaf, reason)
    if became == "differs":
        return redirect_with(reverse("family:differing", args=[leaf.pk]))
    if "next" in request.POST:
        return _on_to_next(leaf)
    return redirect_with(request.path, "photograph-saved")


def _refused(request: HttpRequest, viewer: SignedIn, leaf: Leaf, reason: Exception) -> HttpResponse:
    """The same page with everything that was typed; but an answer that was refused is to be chosen again."""
    sent = photograph_form.sent_by(request.POST)
    chosen = photograph_form.without_answer(sent) if isinstance(reason, OtherWords | AnsweredSince) else sent
    chosen = photograph_form.knowing_its_place(chosen) if isinstance(reason, PlacedMeanwhile) else chosen
    said = f"{REFUSED[type(reason)]} {NOTHING_SAVED}"
    answer = photograph_page(request, viewer, leaf, sent=request.POST, chosen=chosen, refused=said)
    answer.status_code = 409
    return answer


def _on_to_next(leaf: Leaf) -> HttpResponse:
    """The next photograph that is not described, in the order of the list; without one, the list."""
    every = [one for one in album(leaf.story) if one.leaf.pk != leaf.pk]
    waiting = [one.leaf for one in every if one.status == PhotographStatus.NEEDS_DESCRIPTION]
    after = [one for one in waiting if one.position > leaf.position] or waiting
    if after:
        return redirect_with(reverse("family:photograph", args=[after[0].pk]), "saved-next")
    return redirect_with(reverse("family:photographs", args=[leaf.story_id]), "photograph-saved")


def _content(sent: QueryDict) -> str:
    """A fingerprint of what was written and chosen, equal if the same form arrives twice."""
    told = sorted((name, values) for name, values in sent.lists() if name not in NOT_CONTENT)
    return sha256(repr(told).encode()).hexdigest()
