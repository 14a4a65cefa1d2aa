"""Whoever sends us something is heard out, also where the answer is no."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError

MOST = 1024 * 1024  # bytes


class HearOut:
    """Reads to its end what was sent before answering: a connection left with unread words on it breaks, and the
    next thing sent on it, which may be a save, would be lost on the way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._get_response(request)
        try:
            left = MOST
            while left > 0 and (read := len(request.read(65536))):
                left -= read
        except (RawPostDataException, UnreadablePostError):
            pass  # it was read already, or whoever sent it is gone
        return answer
