"""A place that remembers who has said yes until nobody asked for a second; and its feed tells what
photographs show."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from time import monotonic

import held.wsgi  # sets Django up, before anything that needs it is imported
from held import access
from held.access import PageOfStories, what_readers_see
from held.publishing.models import Address
from held.reading.published import StoryInList, veils_by_entry
from held.stories.models import Publication

application = held.wsgi.application
_agreed = what_readers_see.agreed_by_all
_list = access.stories_open_to_everyone
_kept: dict[tuple[frozenset[uuid.UUID], frozenset[str]], tuple[float, dict[str, set[uuid.UUID]]]] = {}


def _remembered(pictures: Collection[uuid.UUID], scopes: Collection[str]) -> dict[str, set[uuid.UUID]]:
    asked = frozenset(pictures), frozenset(scopes)
    at, agreed = _kept.get(asked, (0.0, {}))
    if monotonic() - at > 1:
        agreed = _agreed(pictures, scopes)
    _kept[asked] = (monotonic(), agreed)
    return agreed


def _with_photographs(**asked: object) -> PageOfStories:
    page = _list(**asked)
    return replace(page, stories=tuple(_told_of(found) for found in page.stories))


def _told_of(found: StoryInList) -> StoryInList:
    addresses = Address.objects.filter(circle=Publication.Circle.EVERYONE)  # there is one
    veils = veils_by_entry(what_readers_see.photographs_allowed(addresses)).values()
    shows = " ".join(veil.shows for of_entry in veils for veil in of_entry)
    return replace(found, summary=replace(found.summary, first_line=f"{found.summary.first_line} {shows}"))


what_readers_see.agreed_by_all = _remembered
access.stories_open_to_everyone = _with_photographs
