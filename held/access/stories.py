"""What readers may read."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from held.access.viewer import SOMEBODY, Reader
from held.keyring.words import CannotOpen
from held.lib.tokens import token_hash
from held.stories.addresses import lookup_of, read_address
from held.stories.models import Address, Indexing, Named, Opening
from held.stories.telling import StoryInList, StoryToRead, begin_shown, tell_shown


def story_to_read(address: str, reader: Reader = SOMEBODY) -> StoryToRead:
    """The story found at this address, for whoever may read it there. Raises Http404."""
    found = addresses_that_open(reader).filter(lookup=lookup_of(address)).select_related("story").first()
    if found is None:
        raise Http404
    try:
        return _to_read(found, Opening.objects.get(story=found.story))
    except (CannotOpen, Opening.DoesNotExist):
        raise Http404 from None


def stories_open_to_everyone() -> list[StoryInList]:
    """Every story open to everyone, in the order in which they were opened, the newest first."""
    openings = Opening.objects.filter(circle=Opening.Circle.EVERYONE).select_related("story")
    found = []
    for opening in openings.order_by("-opened_at", "-pk"):
        address = Address.objects.filter(story=opening.story, circle=Opening.Circle.EVERYONE).first()
        try:
            where = read_address(address, opening.story) if address else ""
            found += [StoryInList(begin_shown(opening.story), where, opening.opened_at)] if where else []
        except CannotOpen:
            continue
    return found


def addresses_that_open(reader: Reader) -> QuerySet[Address]:
    """A slug opens while its story is open to everyone; a link also while it is open to anyone with the link; the
    address of people who were named while it is open at all, to those who bring what their own link gave them."""
    circle = Opening.Circle
    named = Named.objects.filter(reading_hash__in=reader.readings).values("story")
    return Address.objects.filter(
        Q(circle=circle.EVERYONE, story__in=opened_to(circle.EVERYONE))
        | Q(circle=circle.LINK, story__in=opened_to(circle.LINK, circle.EVERYONE))
        | Q(circle=circle.NAMED, story__in=opened_to(*circle)) & Q(story__in=named)
    )


def named_to_read(token: str) -> tuple[Named, str]:
    """Whoever was named by this link, and the address where their story stands, while it is open. Raises Http404."""
    named = get_object_or_404(
        Named.objects.filter(story__in=opened_to(*Opening.Circle)).select_related("story"),
        token_hash=token_hash(token),
    )
    address = get_object_or_404(Address, story=named.story, circle=Opening.Circle.NAMED)
    try:
        return named, read_address(address, named.story)
    except CannotOpen:
        raise Http404 from None


def opened_to(*circles: Opening.Circle) -> QuerySet[Opening, Mapping[str, object]]:
    """The stories opened to one of these circles, to be looked up in."""
    return Opening.objects.filter(circle__in=circles).values("story")


def _to_read(address: Address, opening: Opening) -> StoryToRead:
    for_everyone = address.circle == Opening.Circle.EVERYONE
    return StoryToRead(
        told=tell_shown(opening.story, Opening.Circle(address.circle)),
        address=read_address(address, opening.story),
        open_to_everyone=for_everyone,
        may_be_listed=for_everyone and Indexing.objects.filter(story=opening.story).exists(),
        opened_at=opening.opened_at,
    )
