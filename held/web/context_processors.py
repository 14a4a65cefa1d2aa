"""What every page may say of the place it stands in."""

from django.http import HttpRequest

from held.place.taking import this_place
from held.place.time_zone import show_times_of


def surroundings(_request: HttpRequest) -> dict[str, object]:
    """The place's own name, empty if it has none yet. From here on the page shows times as the place has them."""
    place = this_place()
    show_times_of(place)
    return {"place_name": place.name}
