"""Each request reads each key once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from held.keyring.text import keys_read_once


class ReadKeysOnce:
    """A key that a page reads from the keyring is cached until the response is made, and no longer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with keys_read_once():
            return self._get_response(request)
