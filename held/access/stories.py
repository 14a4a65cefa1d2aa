"""What readers may read."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from held.access.viewer import SOMEBODY, Reader
from held.access.what_readers_see import addresses_for_circle, addresses_that_open, opened_to, photographs_allowed
from held.keyring.text import CannotOpen
from held.lib.tokens import token_hash
from held.publishing.addresses import lookup_of, read_address
from held.publishing.models import Address, Indexing, NamedReader
from held.reading.published import StoryPage, StoryToRead, published_page
from held.stories.models import Publication, Story


def story_to_read(address: str, reader: Reader = SOMEBODY) -> StoryToRead:
    """The story found at this address, if this reader may read it there. Raises Http404."""
    addresses = addresses_that_open(reader).filter(lookup=lookup_of(address))
    found = addresses.select_related("story").first()
    if found is None:
        raise Http404
    try:
        return _to_read(found, Publication.objects.get(story=found.story), addresses)
    except (CannotOpen, Publication.DoesNotExist):
        raise Http404 from None


def page_for_circle(story: Story, circle: Publication.Circle) -> StoryPage | None:
    """For the family: the story as readers of this circle see it now, by the rule that decides for them; None if they
    can't read it. It gives nobody anything: the page has no address, and no photograph can be asked for on it.

    `story`: one that the viewer may write (`story_to_write`).
    """
    addresses = addresses_for_circle(story, circle)
    try:
        is_open = addresses.exists()
        return published_page(story, photographs_allowed(addresses, entry__story=story)) if is_open else None
    except CannotOpen:
        return None


@dataclass(frozen=True)
class NamedLink:
    """The link of a named reader: its id, and the address of the story that they may read."""

    id: uuid.UUID
    address: str


def named_to_read(token: str) -> NamedLink:
    """The link with this token, while its story is open. Raises Http404."""
    named = get_object_or_404(
        NamedReader.objects.filter(opened_to(*Publication.Circle)).select_related("story"),
        token_hash=token_hash(token),
    )
    address = get_object_or_404(Address, story=named.story, circle=Publication.Circle.NAMED)
    try:
        return NamedLink(named.pk, read_address(address, named.story))
    except CannotOpen:
        raise Http404 from None


def _to_read(address: Address, publication: Publication, addresses: QuerySet[Address]) -> StoryToRead:
    for_everyone = address.circle == Publication.Circle.EVERYONE
    return StoryToRead(
        page=published_page(publication.story, photographs_allowed(addresses, entry__story=publication.story)),
        address=read_address(address, publication.story),
        open_to_everyone=for_everyone,
        may_be_listed=for_everyone and Indexing.objects.filter(story=publication.story).exists(),
        opened_at=publication.opened_at,
    )
