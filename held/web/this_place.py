"""The row of this installation, read once for each request."""

from dataclasses import dataclass

from django.http import HttpRequest

from held.place.first_host import this_place
from held.place.models import Place

_NAME = "held_place"


@dataclass(frozen=True)
class FrontPage:
    """What the host decided about the front page."""

    description: str
    may_be_listed: bool


def place_of(request: HttpRequest) -> Place:
    """The row, as it was when this request first asked for it."""
    read = vars(request)
    if _NAME not in read:
        read[_NAME] = this_place()
    place: Place = read[_NAME]
    return place


def front_page_of(request: HttpRequest) -> FrontPage:
    """The same row, as far as the front page needs it."""
    place = place_of(request)
    return FrontPage(place.description, place.front_may_be_listed)
