"""What every page may say of the place it stands in."""

from django.http import HttpRequest

from held.place.taking import this_place


def surroundings(_request: HttpRequest) -> dict[str, object]:
    """The place's own name, empty if it has none yet."""
    return {"place_name": this_place().name}
