"""What readers get of a story at its addresses, no matter who they are."""

from collections.abc import Collection
from uuid import UUID

from held.access.what_readers_see import photographs_allowed
from held.publishing.models import Address
from held.reading.published import AllowedPhotograph, StoryPage, Veil, page_of_words, published_page, veils_by_entry
from held.stories.models import Leaf, Story, Version


def allowed(story: Story) -> list[AllowedPhotograph]:
    """The photographs that readers may ask for at one of its addresses."""
    return photographs_allowed(Address.objects.filter(story=story), entry__story=story)


def published_story(story: Story) -> StoryPage:
    """The story with these photographs."""
    return published_page(story.pk, story.key, allowed(story))


def published_veils(story: Story) -> tuple[Veil, ...]:
    """The words of these photographs alone."""
    return tuple(veil for of_entry in veils_by_entry(allowed(story)).values() for veil in of_entry)


def tell_versions(story: Story, versions: Collection[UUID]) -> StoryPage:
    """The words of the story as readers would see them if exactly these versions were shown."""
    rows = Version.objects.filter(pk__in=versions, leaf__story=story).exclude(leaf__kind=Leaf.Kind.PHOTOGRAPH)
    rows = rows.select_related("leaf").order_by("leaf__position", "leaf")
    return page_of_words((row.leaf, row.read(story.key)) for row in rows)
