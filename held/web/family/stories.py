"""One story: its leaves, who may read it, its address, and how its readers see it."""

from secrets import token_hex

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from held import access
from held.access import SignedIn
from held.accounts.once_only_forms import made_once
from held.desk import review
from held.desk.album import album
from held.desk.enclosed import envelopes_on_desk
from held.desk.outline import outline, without_words
from held.desk.photograph_status import PhotographStatus
from held.publishing.addresses import addresses_of
from held.publishing.models import Indexing
from held.publishing.publication import circle_of
from held.stories import writing
from held.stories.models import Leaf, Publication, Story
from held.web.audiences import for_family
from held.web.family.desk import number
from held.web.family.pages import redirect_with, show
from held.web.linkcard import LinkCard, link_card

Circle = Publication.Circle


@require_safe
@for_family(logged=True)
def story(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """A story as its family sees it. Raises Http404."""
    found = access.story_to_write(viewer, story_id)
    envelopes, photographs = envelopes_on_desk(access.envelopes_to_see(viewer, found)), album(found)
    return show(
        request,
        viewer,
        "story",
        story=outline(found),
        cards=_cards_of(found),
        photographs=photographs,
        may_ask=sum(one.status == PhotographStatus.READERS_MAY_ASK for one in photographs),
        envelopes=envelopes,
        waits=any(one.waiting for one in envelopes),
        decides=access.decides(viewer, found.family),
        once=token_hex(16),
        may_be_listed=Indexing.objects.filter(story=found).exists(),
    )


@require_safe
@for_family(logged=True)
def as_a_reader(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """The story as its readers see it, or would see it, in one circle (`circle`). No photograph can be asked for on
    it, and nobody is given anything. Raises Http404."""
    found = access.story_to_write(viewer, story_id)
    asked, now = request.GET.get("circle", ""), circle_of(found)
    circle = Circle(asked) if asked in Circle else now or Circle.NAMED
    seen = access.page_for_circle(found, circle)
    context = {
        "story_id": found.pk,
        "circle": circle,
        "circles": list(Circle),
        "page": seen or review.newest_page(found),
        "is_open": seen is not None,
        "seen_by_family": True,
    }
    return render(request, "family/as_a_reader.html", context)


@require_safe
@for_family(logged=True)
def story_link(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """The link of an open story, for a camera and on paper. Raises Http404."""
    found = access.story_to_write(viewer, story_id)
    cards = [card for circle, card in _cards_of(found).items() if circle != Circle.NAMED]
    if not cards:
        raise Http404
    return show(request, viewer, "story_link", story=without_words(found), cards=cards)


@require_POST
@for_family(logged=True)
def another_baby(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """Add a leaf for another baby. Raises Http404."""
    return _another(request, viewer, story_id, Leaf.Kind.BABY)


@require_POST
@for_family(logged=True)
def another_entry(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """Add a leaf for something that followed. Raises Http404."""
    return _another(request, viewer, story_id, Leaf.Kind.ENTRY)


def _cards_of(story: Story) -> dict[Circle, LinkCard]:
    """The links that open the story now, to hand over."""
    return {circle: link_card("reader:story", address) for circle, address in addresses_of(story).items()}


def _another(request: HttpRequest, viewer: SignedIn, story_id: int, kind: Leaf.Kind) -> HttpResponse:
    found, me = access.story_to_write(viewer, story_id), viewer.account
    leaf = made_once(
        request.POST.get("once", ""),
        f"{kind} of story {found.pk}",
        lambda: writing.add_leaf(found, kind, by=me).pk,
        by=me,
        still=lambda made: writing.is_leaf_unwritten(number(made)),
    )
    return redirect_with(reverse("family:leaf", args=[leaf]))
