"""Asking somebody about a photograph by a link to hand over; asking once more; and a parent's own answer."""

import secrets
import uuid
from collections.abc import Collection

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from held import access
from held.access import SignedIn
from held.consent import consent_links
from held.consent.later import Kind
from held.consent.models import Involvement
from held.consent.one_link import has_link
from held.desk.album import photograph_on_desk
from held.lib.idempotency.used_forms import FormUsedBefore
from held.stories.models import Leaf
from held.web.answers import NARROW, YES, keep_answer
from held.web.audiences import for_family
from held.web.family.key_first import chosen_before, initial_of, key_first
from held.web.family.pages import redirect_with, show
from held.web.family.people.asking_form import AskingForm, ScopesForm
from held.web.linkcard import link_card
from held.web.narrowing import only_narrows_when

SAID_HERE = {"once-more": "changed", "other-words": "other-words", "answered-since": "answered-since"}
"""What this page says if a parent's own answer was not kept."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
@key_first
def asking_person(request: HttpRequest, viewer: SignedIn, involvement_id: uuid.UUID) -> HttpResponse:
    """GET asks for which uses they are asked, and about which other photographs; POST shows their link, once, or says
    that the question is on the link they have. Raises Http404, KeyNeeded."""
    involvement = _to_ask(request, viewer, involvement_id)
    one = photograph_on_desk(access.leaf_of_picture(viewer, involvement.picture_id))
    if one.covered_copy:
        return redirect_with(_back(one.leaf.pk), "covered-first")
    others = _others(viewer, involvement, request.POST.getlist("also"))
    choices = [(str(key), name) for key, (_other, name) in others.items()]
    initial = initial_of(AskingForm, chosen_before(request, viewer))
    form, refused = AskingForm(request.POST or None, initial=initial, others=choices), ""
    if request.method == "POST":
        refused = _("Please first say what it shows: they read that before they choose. Nobody has been asked yet.")
        if one.described and (refused := form.refused) == "":
            also = [others[uuid.UUID(key)][0] for key in form.cleaned_data["also"]]
            try:
                return _asked(request, viewer, involvement, form, also)
            except FormUsedBefore:
                return redirect_with(_back(one.leaf.pk), "asking-ended")
    context = {
        "involvement": involvement,
        "name": access.called(involvement.person),
        "photograph": one,
        "form": form,
        "others": others,
        "has_link": has_link(involvement.person),
        "refused": refused,
    }
    context["told"] = access.told_to_person(involvement)
    return show(request, viewer, "asking_person", once=request.POST.get("once") or secrets.token_hex(16), **context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
def asking_once_more(request: HttpRequest, viewer: SignedIn, involvement_id: uuid.UUID) -> HttpResponse:
    """Ask a second time, and never a third; then shows their link. Raises Http404, KeyNeeded."""
    involvement = _to_ask(request, viewer, involvement_id)
    leaf = access.leaf_of_picture(viewer, involvement.picture_id)
    if photograph_on_desk(leaf).covered_copy:
        return redirect_with(_back(leaf.pk), "covered-first")
    if request.method == "POST":
        try:
            token = consent_links.ask_once_more(involvement, by=viewer.account, once=request.POST.get("once", ""))
        except (consent_links.AskedTwice, FormUsedBefore):
            return redirect_with(_back(leaf.pk), "asked-twice")
        return hand_over(request, viewer, involvement, token)
    return offer_link(request, viewer, "asking_once_more", involvement, leaf)


@only_narrows_when(lambda sent: sent.get("answer") in NARROW)
@require_POST
@for_family(logged=False)
def own_answer(request: HttpRequest, viewer: SignedIn, own_involvement_id: uuid.UUID) -> HttpResponse:
    """A parent's own answer for one scope. A yes asks for a key, a no does not. Raises Http404, KeyNeeded."""
    involvement, given = access.own_involvement(viewer, own_involvement_id), request.POST.get("answer", "")
    here = _back(access.leaf_of_picture(viewer, involvement.picture_id).pk)
    if given in YES and not viewer.key_shown:
        raise access.KeyNeeded(here)
    became = keep_answer(request, involvement)
    return redirect_with(here, SAID_HERE.get(became, "own-answer"))


@require_POST
@for_family(logged=False)
def own_asking(request: HttpRequest, viewer: SignedIn, own_involvement_id: uuid.UUID) -> HttpResponse:
    """A parent asks themselves, for the circles and the book, to be able to answer here. Raises Http404."""
    involvement = access.own_involvement(viewer, own_involvement_id)
    form = ScopesForm(request.POST)
    here = _back(access.leaf_of_picture(viewer, involvement.picture_id).pk)
    if form.refused:
        return redirect_with(here, "nothing-chosen")
    consent_links.ask_oneself(involvement, form.scopes(), by=viewer.account)
    return redirect_with(here, "own-asked")


def _to_ask(request: HttpRequest, viewer: SignedIn, involvement_id: uuid.UUID) -> Involvement:
    """Viewing the page needs no key; asking needs one. Raises Http404, KeyNeeded."""
    return (access.involvement_to_ask if request.method == "POST" else access.involvement_to_close)(
        viewer, involvement_id
    )


def _asked(
    request: HttpRequest, viewer: SignedIn, involvement: Involvement, form: AskingForm, also: list[Involvement]
) -> HttpResponse:
    once = request.POST.get("once", "")
    token = consent_links.ask_by_their_link(involvement, form.scopes(), by=viewer.account, once=once, also=also)
    if token:
        return hand_over(request, viewer, involvement, token)
    here = _back(access.leaf_of_picture(viewer, involvement.picture_id).pk)
    return redirect_with(here, "on-their-link", of=involvement.pk)


def _others(
    viewer: SignedIn, involvement: Involvement, sent: Collection[str]
) -> dict[uuid.UUID, tuple[Involvement, str]]:
    """The other photographs about which they can be asked by the same link, each described, with a name."""
    found = {}
    for other in access.others_to_ask_about(viewer, involvement, sent):
        one = photograph_on_desk(access.leaf_of_picture(viewer, other.picture_id))
        if one.described:
            found[other.pk] = (other, _("Photograph %(n)s: %(shows)s") % {"n": one.number, "shows": one.shows})
    return found


def offer_link(request: HttpRequest, viewer: SignedIn, page: str, involvement: Involvement, leaf: Leaf) -> HttpResponse:
    """The page with the button that makes a link for this person. `leaf`: of the photograph."""
    context = {
        "involvement": involvement,
        "name": access.called(involvement.person),
        "photograph": photograph_on_desk(leaf),
    }
    return show(request, viewer, page, once=secrets.token_hex(16), **context)


def hand_over(request: HttpRequest, viewer: SignedIn, involvement: Involvement, token: str) -> HttpResponse:
    """The only page that shows their link."""
    card = link_card("contributor:asked", token)
    leaf = access.leaf_of_picture(viewer, involvement.picture_id)
    later = all(row.kind != Kind.FIRST for row in access.consent_links_behind(token))
    context = {
        "name": access.called(involvement.person),
        "reach": access.reach_of(involvement.person),
        "photograph_id": leaf.pk,
        "story_id": leaf.story_id,
    }
    return show(request, viewer, "asked_person", card=card, later=later, **context)


def _back(leaf_id: int) -> str:
    return reverse("family:pictured", args=[leaf_id])
