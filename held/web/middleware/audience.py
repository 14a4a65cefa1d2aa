"""Raises an error for a page that does not say whom it is for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from held.web.audiences import audience_of

Page = Callable[..., HttpResponse]


class EveryPageHasAnAudience:
    """Raises an error for a page that does not say whom it is for."""

    def __init__(self, get_response: Page) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, page: Page, _args: object, _kwargs: object) -> None:
        """Called by Django before each page. Raises NoAudience."""
        match = request.resolver_match
        audience_of(page, match.view_name if match else "")
