"""Covering a part of a photograph, or cutting it: drawn on the photograph that was asked for, or written as numbers."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from held import access
from held.access import SignedIn
from held.actions.covering import cover_part
from held.desk.album import photograph_on_desk
from held.jail.developing import Closed, NothingLeft
from held.pictures.covered_copies import OpensOtherwise
from held.pictures.recognising import NotKept, Why
from held.stories.models import Leaf
from held.stories.photographs import can_be_shown
from held.web.audiences import for_family
from held.web.family.key_first import chosen_before, forget_choices, keep_choices
from held.web.family.pages import redirect_with, show
from held.web.family.photographs.covering_form import Sent, sent_by
from held.web.family.photographs.seeing import of_family, picture_asked_for
from held.web.photograph_request import ask, clear_ticket, kept_no_visit, redeem_ticket
from held.web.receiving import RECEIVERS

NOT_NOW = _("We can’t do this just now. Please try again in a little while.")
REFUSED: dict[type[Exception], object] = {
    NothingLeft: _("Then nothing would be left of the photograph."),
    OpensOtherwise: _("We couldn’t make a new photograph from this one."),
    Closed: NOT_NOW,
}
REMOVED = _("You made this same one before, and then removed it. A parent can keep it after all.")
NO_ROOM = _("There is no room left here. It is our fault, not yours. Please tell the person who runs this place.")
UNCHANGED = _("Nothing has changed, and your numbers are still here.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=False)
def covering(request: HttpRequest, viewer: SignedIn, photograph_id: int) -> HttpResponse:
    """The page; POST makes the new photograph, shows the first once, or covers it. Raises Http404."""
    leaf = access.photograph_leaf_to_keep(viewer, photograph_id)
    if not can_be_shown(leaf):
        return redirect_with(reverse("family:photograph", args=[leaf.pk]))
    if "show" in request.POST or "cover" in request.POST:
        keep_choices(request, viewer, request.path)  # what was typed is on the page that follows
        return ask(request, of_family(leaf)) if "show" in request.POST else redirect_with(request.path)
    if request.method == "POST":
        return _make(request, viewer, leaf)
    sent, asked = sent_by(chosen_before(request, viewer)), redeem_ticket(request, of_family(leaf))
    answer = _page(request, viewer, leaf, sent, asked=asked)
    clear_ticket(request, answer)
    return answer


def _make(request: HttpRequest, viewer: SignedIn, leaf: Leaf) -> HttpResponse:
    sent = sent_by(request.POST)
    if sent.mistake:
        return _page(request, viewer, leaf, sent, refused=f"{sent.mistake} {UNCHANGED}")
    try:
        with RECEIVERS.one() as free:  # as if it were sent: only so many at once hold a thread for it
            made = cover_part(leaf, sent.covering, by=viewer.account) if free else None
    except NotKept as reason:
        return _not_kept(request, viewer, leaf, sent, reason)
    except tuple(REFUSED) as reason:
        return _refused(request, viewer, leaf, sent, REFUSED[type(reason)])
    if made is None:
        return _refused(request, viewer, leaf, sent, NOT_NOW)
    forget_choices(request, request.path)
    return redirect_with(reverse("family:photograph", args=[made.pk]), "covered")


def _not_kept(request: HttpRequest, viewer: SignedIn, leaf: Leaf, sent: Sent, reason: NotKept) -> HttpResponse:
    """The same one was made before: it leads there. Or there is no room."""
    there = Leaf.objects.filter(picture=reason.known, story=leaf.story_id).first() if reason.known else None
    if reason.why == Why.HERE and there is not None:
        forget_choices(request, request.path)
        return redirect_with(reverse("family:photograph", args=[there.pk]), "covered-before")
    return _refused(request, viewer, leaf, sent, {Why.REMOVED: REMOVED, Why.NO_ROOM: NO_ROOM}.get(reason.why, NOT_NOW))


def _refused(request: HttpRequest, viewer: SignedIn, leaf: Leaf, sent: Sent, why: object) -> HttpResponse:
    answer = _page(request, viewer, leaf, sent, refused=f"{why} {UNCHANGED}")
    answer.status_code = 409
    return answer


def _page(
    request: HttpRequest, viewer: SignedIn, leaf: Leaf, sent: Sent, *, refused: str = "", asked: bool = False
) -> HttpResponse:
    return show(
        request,
        viewer,
        "covering",
        leaf=leaf,
        photograph=photograph_on_desk(leaf),
        sent=sent,
        refused=refused,
        asked=asked,
        picture=picture_asked_for(request, viewer, leaf) if asked else None,
        cookies_needed=kept_no_visit(request),
    )
