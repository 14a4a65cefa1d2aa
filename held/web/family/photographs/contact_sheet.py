"""The family's own contact sheet: the photographs of a story, small, shown once by one press, and acts on several.

It is shown to the account that pressed, and to nobody else. That they looked is not stored or logged.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from held import access
from held.access import SignedIn
from held.consent.involved import NobodyNamed
from held.consent.same_people import name_same_people
from held.desk.album import PhotographOnDesk, album
from held.desk.outline import LeafOnDesk, outline
from held.desk.photograph_status import PhotographStatus
from held.desk.who_is_in import names_of_those_in
from held.pictures.reveal import RenditionRef
from held.publishing.ordering import place_after, take_several_out
from held.publishing.placing import NotPlaced
from held.stories.models import Leaf, Placement, Story
from held.web.audiences import for_family
from held.web.family.desk import number
from held.web.family.pages import redirect_with, show
from held.web.family.photographs.seeing import of_family
from held.web.family.photographs.shown_small import (
    COVERED_AFTER,
    asked_for,
    form_ticket,
    numbers_asked_for,
    numbers_on_form,
)
from held.web.notices import saying
from held.web.photograph_request import ask, clear_ticket, redeemed
from held.web.picture_responses import SHOWN_SMALL_FOR, PictureToLookAt, small_picture, ticket_for

AFTER_PHOTOGRAPH = "photograph-"  # how a button names a photograph to place others after; else it names an entry
AFTER_NOTHING = "nothing"  # they are taken out of the story


@dataclass(frozen=True)
class SmallPhotograph:
    """One photograph on the sheet, the names of those in it, and its picture."""

    photograph: PhotographOnDesk
    names: tuple[str, ...]
    picture: PictureToLookAt


@dataclass(frozen=True)
class Group:
    """The photographs on the sheet that are in one entry; None: in no entry."""

    entry: LeafOnDesk | None
    photographs: tuple[SmallPhotograph, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=False)
def contact_sheet(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """POST asks for it, and the page that follows shows it once; any other GET leads to the covered photographs.
    Raises Http404."""
    story = access.story_to_write(viewer, story_id)
    if request.method == "POST":
        here = access.photographs_to_see_small(viewer, story.pk)
        numbers = Leaf.objects.filter(pk__in=here).values_list("number", flat=True)
        return ask(request, asked_for(story, viewer, [one for one in numbers if one]))
    numbers_shown = numbers_asked_for(redeemed(request), story, viewer)
    answer = _shown(request, viewer, story, numbers_shown) if numbers_shown else _covered(story)
    clear_ticket(request, answer)
    return answer


@require_POST
@for_family(logged=False)
def placing(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """Place those that were ticked after an entry's others, after one photograph, or nowhere. Raises Http404."""
    story = access.story_to_write(viewer, story_id)
    leaves, given = _ticked(request, viewer, story), request.POST.get("after", "")
    if not leaves:
        return _again(request, viewer, story, "nothing-chosen")
    if given == AFTER_NOTHING:
        take_several_out(leaves, by=viewer.account)
        return _again(request, viewer, story, "several-taken-out")
    try:
        entry, after = _place(viewer, story, given)
        place_after(leaves, entry, after=after, by=viewer.account)
    except NotPlaced:
        return _again(request, viewer, story, "not-placed")
    return _again(request, viewer, story, "several-placed")


@require_POST
@for_family(logged=False)
def naming(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """Name in those that were ticked everybody who is in another one. Raises Http404."""
    story = access.story_to_write(viewer, story_id)
    leaves = _ticked(request, viewer, story)
    if not leaves:
        return _again(request, viewer, story, "nothing-chosen")
    source = _photograph(viewer, story, request.POST.get("as", ""))
    pictures = [leaf.picture for leaf in leaves if leaf.picture]
    if source.picture is None:
        raise Http404
    try:
        name_same_people(source.picture, pictures, by=viewer.account)
    except NobodyNamed:
        return _again(request, viewer, story, "changed")
    return _again(request, viewer, story, "part-named")


@require_POST
@for_family(logged=False)
def describing(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """Leave the sheet for the first that needs a description: of those that were ticked, or of all. Raises Http404."""
    story = access.story_to_write(viewer, story_id)
    ticked = {leaf.pk for leaf in _ticked(request, viewer, story)}
    listed = [one for one in album(story) if one.leaf.pk in ticked or not ticked]
    bare = [one for one in listed if one.status == PhotographStatus.NEEDS_DESCRIPTION]
    first = next(iter(bare or [one for one in listed if ticked]), None)
    if first is None:
        return redirect_with(reverse("family:photographs", args=[story.pk]), "nothing-chosen")
    return redirect_with(reverse("family:photograph", args=[first.leaf.pk]))


def _shown(request: HttpRequest, viewer: SignedIn, story: Story, numbers: Collection[int]) -> HttpResponse:
    allowed = access.photographs_to_see_small(viewer, story.pk)
    listed = [one for one in album(story) if one.leaf.pk in allowed and one.number in numbers]
    names = names_of_those_in([one.leaf.picture_id for one in listed if one.leaf.picture_id])
    photographs = [
        SmallPhotograph(
            one,
            tuple(name or gettext("somebody who gave no name") for name in names.get(one.leaf.picture_id, ())),
            small_picture(allowed[one.leaf.pk], partial(_address_of, request, one.leaf)),
        )
        for one in listed
    ]
    told = outline(story)
    covered = reverse("family:photographs", args=[story.pk])
    context = {
        "story": told,
        "groups": _groups(told.leaves, photographs),
        "form_ticket": form_ticket(request, story, viewer, numbers),
        "covered_after": COVERED_AFTER,
        "named": [one for one in photographs if one.names],
        "needs_description": any(one.status == PhotographStatus.NEEDS_DESCRIPTION for one in listed),
    }
    answer = show(request, viewer, "contact_sheet", **context)
    answer["Refresh"] = f"{COVERED_AFTER}; url={covered}"  # it is covered in time without scripts too
    return answer


def _covered(story: Story) -> HttpResponse:
    answer = HttpResponseRedirect(reverse("family:photographs", args=[story.pk]))
    answer.status_code = 303
    return answer


def _groups(leaves: Collection[LeafOnDesk], photographs: Collection[SmallPhotograph]) -> list[Group]:
    """Every entry with its photographs, then those that are in none."""
    by_entry: dict[int | None, list[SmallPhotograph]] = {}
    for one in photographs:
        entry = one.photograph.entry
        by_entry.setdefault(entry.pk if entry else None, []).append(one)
    entries = [leaf for leaf in leaves if leaf.leaf.kind == Leaf.Kind.ENTRY]
    found = [Group(entry, tuple(by_entry.get(entry.leaf.pk, ()))) for entry in entries]
    return [*found, Group(None, tuple(by_entry.get(None, ())))]


def _address_of(request: HttpRequest, leaf: Leaf, rendition: RenditionRef) -> str:
    ticket = ticket_for(request, rendition, thing=of_family(leaf), seconds=SHOWN_SMALL_FOR)
    return reverse("family:picture", args=[ticket])


def _ticked(request: HttpRequest, viewer: SignedIn, story: Story) -> list[Leaf]:
    """Those that were ticked, in the order of the sheet."""
    ticked = [number(given) for given in request.POST.getlist("photograph")]
    leaves = {leaf.pk: leaf for leaf in access.photograph_leaves_to_keep(viewer, story.pk, ticked)}
    return [leaves[pk] for pk in dict.fromkeys(ticked) if pk in leaves]


def _place(viewer: SignedIn, story: Story, given: str) -> tuple[Leaf, Leaf | None]:
    """The entry that a button named, and the photograph in it. Raises Http404, and NotPlaced if it was taken out."""
    if not given.startswith(AFTER_PHOTOGRAPH):
        return access.leaf_to_write(viewer, number(given)), None
    after = _photograph(viewer, story, given.removeprefix(AFTER_PHOTOGRAPH))
    row = Placement.objects.filter(leaf=after).select_related("entry__story").first()
    if row is None:
        raise NotPlaced
    return row.entry, after


def _photograph(viewer: SignedIn, story: Story, given: str) -> Leaf:
    found = access.photograph_leaves_to_keep(viewer, story.pk, [number(given)])
    if not found:
        raise Http404
    return found[0]


def _again(request: HttpRequest, viewer: SignedIn, story: Story, said: str) -> HttpResponse:
    """Show the same photographs once more; if the form's time is over, the list, where they are covered."""
    numbers = numbers_on_form(request, story, viewer)
    if not numbers:
        return redirect_with(reverse("family:photographs", args=[story.pk]), said)
    here = reverse("family:contact_sheet", args=[story.pk])
    answer = ask(request, asked_for(story, viewer, numbers), at=here)
    answer["Location"] = saying(here, said)
    return answer
