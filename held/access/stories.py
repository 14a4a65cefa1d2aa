"""What readers may read."""

import uuid
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from held.access.viewer import SOMEBODY, Reader
from held.access.what_readers_see import (
    address_that_opens,
    addresses_for_circle,
    opened_to,
    photographs_allowed,
    photographs_in_story,
)
from held.keyring.text import CannotOpen
from held.lib.compiled import Compiled, Row
from held.lib.tokens import token_hash
from held.publishing.addresses import lookup_of, read_address
from held.publishing.models import Address, Indexing, NamedReader
from held.reading.published import AllowedPhotograph, StoryPage, StoryToRead, published_page
from held.stories.models import Publication, Story


def story_to_read(address: str, reader: Reader = SOMEBODY) -> StoryToRead:
    """The story found at this address, if this reader may read it there. Raises Http404."""
    lookup = lookup_of(address)
    for row in TO_READ.rows(lookup, reader.readings):
        with suppress(CannotOpen):
            return _to_read(row, photographs_in_story(lookup, reader, row["story"]))
    raise Http404


def page_for_circle(story: Story, circle: Publication.Circle) -> StoryPage | None:
    """For the family: the story as readers of this circle see it now, by the rule that decides for them; None if they
    can't read it. It gives nobody anything: the page has no address, and no photograph can be asked for on it.

    `story`: one that the viewer may write (`story_to_write`).
    """
    addresses = addresses_for_circle(story, circle)
    try:
        is_open = addresses.exists()
        return (
            published_page(story.pk, story.key, photographs_allowed(addresses, entry__story=story)) if is_open else None
        )
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


def _story_to_read(lookup: str, readings: Collection[str]) -> QuerySet[Address, Any]:
    """The address that opens for this reader, with what its story's page needs."""
    of_story = {"story": OuterRef("story")}
    found = address_that_opens(lookup, readings).annotate(
        opened_at=Subquery(Publication.objects.filter(**of_story).values("opened_at")),
        listed=Exists(Indexing.objects.filter(**of_story)),
    )
    return found.values("pk", "sealed", "circle", "story", "story__key", "opened_at", "listed")


def _to_read(row: Row, allowed: list[AllowedPhotograph]) -> StoryToRead:
    for_everyone = row["circle"] == Publication.Circle.EVERYONE
    key = row["story__key"]
    return StoryToRead(
        page=published_page(row["story"], key, allowed),
        address=Address.text.open(Address(pk=row["pk"], sealed=row["sealed"]), key),
        open_to_everyone=for_everyone,
        may_be_listed=for_everyone and row["listed"],
        opened_at=row["opened_at"],
    )


TO_READ = Compiled(_story_to_read, CharField())
