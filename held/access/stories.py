"""What readers may read."""

from django.db.models import Q, QuerySet
from django.http import Http404

from held.keyring.words import Damaged, KeyGone
from held.stories.addresses import lookup_of, read_address
from held.stories.models import Address, Indexing, Opening
from held.stories.telling import StoryInList, StoryToRead, begin_shown, tell_shown


def story_to_read(address: str) -> StoryToRead:
    """The story found at this address, for anyone who has it. Raises Http404."""
    found = addresses_that_open().filter(lookup=lookup_of(address)).select_related("story").first()
    if found is None:
        raise Http404
    try:
        return _to_read(found, Opening.objects.get(story=found.story))
    except (KeyGone, Damaged, Opening.DoesNotExist):
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
        except (KeyGone, Damaged):
            continue
    return found


def addresses_that_open() -> QuerySet[Address]:
    """A secret address opens whenever its story is opened at all; a slug only when it is open to everyone."""
    opened = Opening.objects.values("story")
    for_everyone = Opening.objects.filter(circle=Opening.Circle.EVERYONE).values("story")
    return Address.objects.filter(
        Q(circle=Opening.Circle.LINK, story__in=opened) | Q(circle=Opening.Circle.EVERYONE, story__in=for_everyone)
    )


def _to_read(address: Address, opening: Opening) -> StoryToRead:
    for_everyone = address.circle == Opening.Circle.EVERYONE
    return StoryToRead(
        told=tell_shown(opening.story),
        address=read_address(address, opening.story),
        open_to_everyone=for_everyone,
        may_be_listed=for_everyone and Indexing.objects.filter(story=opening.story).exists(),
        opened_at=opening.opened_at,
    )
