"""If something cannot be kept because the disk is full, tells the sender so, and that it is our fault."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from held.lib.full_disk import is_for_want_of_room


class SayItIsFull:
    """For every page that does not say so in its own words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:  # noqa: ARG002  # Django's form
        """A page that needs no database query; None for any other fault."""
        if not is_for_want_of_room(fault):
            return None
        return HttpResponse(get_template("errors/full_disk.html").render(), status=503)
