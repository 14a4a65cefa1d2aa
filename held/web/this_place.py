"""The row of this installation, read once for each request."""

from django.http import HttpRequest

from held.place.first_host import this_place
from held.place.models import Place

_NAME = "held_place"


def place_of(request: HttpRequest) -> Place:
    """The row, as it was when this request first asked for it."""
    read = vars(request)
    if _NAME not in read:
        read[_NAME] = this_place()
    place: Place = read[_NAME]
    return place
