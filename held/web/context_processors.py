"""Template variables that every page gets about this installation."""

from django.http import HttpRequest

from held.place.help_contacts import keeper_of
from held.place.time_zone import show_times_of
from held.web.this_place import place_of


def this_installation(request: HttpRequest) -> dict[str, object]:
    """The name of this installation, empty if it has none yet, and who keeps it. Also sets the page's time zone to the
    installation's.
    """
    place = place_of(request)
    show_times_of(place)
    return {"place_name": place.name, "keeper": keeper_of(place)}
