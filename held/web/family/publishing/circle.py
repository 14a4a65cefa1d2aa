"""Who may read: the steps, one page before each widening, and the way back."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from held import access
from held.access import SignedIn
from held.desk import review
from held.desk.album import album
from held.desk.outline import outline
from held.publishing import limiting, publication
from held.publishing.addresses import AddressTaken, NotAnAddress
from held.publishing.audience_limits import WIDTH, limit_of, widest_allowed
from held.publishing.fingerprint import fingerprint_of
from held.publishing.placing import NotDescribed, NotPlaced
from held.stories.models import Publication, Story
from held.web.allowed_hosts import our_address
from held.web.audiences import for_family
from held.web.family.key_first import asks_for_key, chosen_before, forget_choices, initial_of, key_first
from held.web.family.pages import redirect_with, show
from held.web.family.writing import drafts
from held.web.family.writing.forms import AddressForm
from held.web.narrowing import only_narrows, only_narrows_when

Circle = Publication.Circle

REFUSED = {
    publication.ChangedMeanwhile: _(
        "Something changed while this page was open. Nothing was opened. These are the newest words."
    ),
    publication.NothingToShow: _("Nothing you chose can be read. Please choose something with words."),
    publication.LimitedByAnotherParent: _("The parents’ narrower choice counts. Nothing was opened or changed."),
    NotDescribed: _(
        "You chose a photograph that isn’t described, so nobody could decide whether to see it. Nothing was "
        "opened or changed."
    ),
    NotPlaced: _("You chose a photograph that isn’t in the story, or can’t be shown. Nothing was opened or changed."),
    NotAnAddress: _(
        "An address has small letters, digits, and hyphens between them, 3 to 60 in all. Nothing was opened yet."
    ),
    AddressTaken: _("Another story has that address. Nothing was opened yet. Please choose another."),
}


@require_safe
@for_family(logged=True)
def circle(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """The steps, and the story's current one. Raises Http404."""
    story = access.story_to_decide(viewer, story_id)
    before = chosen_before(request, viewer)
    return show(
        request,
        viewer,
        "circle",
        story=outline(story),
        circle=publication.circle_of(story),
        limit=widest_allowed(story, besides=viewer.account),
        own_limit=limit_of(story, viewer.account) if before is None else before.get("circle"),
        named=access.named_to_see(viewer, story).count(),
        circles=list(Circle),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
@key_first
def named(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """GET explains; POST opens the story to people the family names. Raises Http404, KeyNeeded."""
    return _widen(request, viewer, _to_widen(request, viewer, story_id), Circle.NAMED)


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
@key_first
def link(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """GET explains; POST opens the story to anyone with the link. Raises Http404, KeyNeeded."""
    return _widen(request, viewer, _to_widen(request, viewer, story_id), Circle.LINK)


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
@key_first
def everyone(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """GET explains; POST opens the story to everyone. Raises Http404, KeyNeeded."""
    return _widen(request, viewer, _to_widen(request, viewer, story_id), Circle.EVERYONE)


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
@key_first
def shown(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """GET explains; POST lets readers see the newest words. Raises Http404, KeyNeeded."""
    return _widen(request, viewer, _to_widen(request, viewer, story_id), None)


@only_narrows
@require_POST
@for_family(logged=True)
def taking_back(_request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """Only the family can read it, from the next request on. Raises Http404."""
    story = access.story_to_decide(viewer, story_id)
    publication.take_back(story, by=viewer.account)
    return redirect_with(reverse("family:story", args=[story.pk]), "taken-back")


@only_narrows
@require_POST
@for_family(logged=True)
def narrowing(_request: HttpRequest, viewer: SignedIn, story_id: int, to: Circle) -> HttpResponse:
    """Narrow to fewer readers, at a new address. Raises Http404."""
    story = access.story_to_decide(viewer, story_id)
    try:
        publication.narrow(story, to, by=viewer.account)
    except publication.ChangedMeanwhile:
        return redirect_with(reverse("family:story", args=[story.pk]), "changed")
    return redirect_with(reverse("family:story", args=[story.pk]), f"narrowed-{to.lower()}")


@only_narrows_when(lambda sent: sent.get("circle") == "")
@require_POST
@for_family(logged=True)
@key_first
def audience_limit(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """Set the widest circle that the viewer allows, from the next request on. Raises Http404, KeyNeeded."""
    story = access.story_to_decide(viewer, story_id)
    chosen = request.POST.get("circle", "")
    if chosen and chosen not in Circle:
        raise Http404
    page = reverse("family:circle", args=[story.pk])
    wider = WIDTH[Circle(chosen) if chosen else None] > WIDTH[limit_of(story, viewer.account)]
    if asks_for_key(request) or (wider and not viewer.key_shown):
        raise access.KeyNeeded(page)  # narrowing alone needs no key
    limiting.limit_audience(story, Circle(chosen) if chosen else None, by=viewer.account)
    forget_choices(request, page)
    return redirect_with(page, "wished")


def _to_widen(request: HttpRequest, viewer: SignedIn, story_id: int) -> Story:
    """Viewing the page needs no key; its act needs one. Raises Http404, KeyNeeded."""
    return (access.story_to_open if request.method == "POST" else access.story_to_decide)(viewer, story_id)


def _widen(request: HttpRequest, viewer: SignedIn, story: Story, to: Circle | None) -> HttpResponse:
    now = publication.circle_of(story)
    if (to is None and now is None) or WIDTH[to or now] < WIDTH[now]:
        return redirect_with(reverse("family:circle", args=[story.pk]), "changed" if request.method == "POST" else "")
    if request.method != "POST":
        return _ask(request, viewer, story, to)
    chosen = drafts.version_ids(request.POST.getlist("shown"))
    fingerprint = request.POST.get("standing", "")
    try:
        if to is None:
            publication.show(story, versions=chosen, by=viewer.account, fingerprint=fingerprint)
        else:
            wished = request.POST.get("wished", "")
            publication.open_story(
                story, to, versions=chosen, by=viewer.account, wished=wished, fingerprint=fingerprint
            )
    except tuple(REFUSED) as reason:
        return _ask(request, viewer, story, to, refused=reason, chosen=chosen)
    return redirect_with(reverse("family:story", args=[story.pk]), f"opened-{to.lower()}" if to else "shown")


def _ask(
    request: HttpRequest,
    viewer: SignedIn,
    story: Story,
    to: Circle | None,
    *,
    refused: Exception | None = None,
    chosen: list[uuid.UUID] | None = None,
) -> HttpResponse:
    """The page that says who will see what and how to undo it; showing it changes nothing."""
    now, before = publication.circle_of(story), chosen_before(request, viewer)
    photographs, fingerprint = album(story), fingerprint_of(story)
    if before is not None and before.get("standing") != fingerprint:
        refused = publication.ChangedMeanwhile()
    elif before is not None:
        chosen = drafts.version_ids(before.getlist("shown"))
    if refused is None and to and WIDTH[to] > WIDTH[widest_allowed(story, besides=viewer.account)]:
        refused = publication.LimitedByAnotherParent()  # said before a key is shown in vain
    chosen = None if isinstance(refused, publication.ChangedMeanwhile) else chosen
    leaves = review.leaves_to_show(story, chosen=chosen, photographs=photographs)
    form = AddressForm(request.POST if request.method == "POST" else None, initial=initial_of(AddressForm, before))
    if isinstance(refused, NotAnAddress | AddressTaken):
        form.add_error("wished", str(REFUSED[type(refused)]))
    words = {
        "story": outline(story),
        "fingerprint": fingerprint,
        "to": to or now,
        "now": now,
        "only_newest": to in {None, now},
        "leaves": leaves,
        "as_read": review.newest_page(story),
        "photographs": any(leaf.veil for leaf in leaves),
        "not_ready": [one for one in photographs if not one.ready and one.gone_after is None],
        "form": form,
        "refused": REFUSED[type(refused)] if refused and not form.errors else "",
        "address": our_address() + reverse("reader:story", args=["…"]).replace("%E2%80%A6", "…"),
    }
    answer = show(request, viewer, "widening", **words)
    answer.status_code = 409 if refused and request.method == "POST" else 200
    return answer
