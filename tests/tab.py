"""A test client that follows a redirect as browsers do: it says that a page of the same site led there."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.http import HttpResponse
from django.test import Client

FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}


class Tab(Client):
    """For a GET of the address to which its last response redirected, `Sec-Fetch-Site` is `same-origin` (W3C Fetch
    Metadata, section 2.2). No other request has it, unless a test says so."""

    _led_to: tuple[str, list[tuple[str, str]]] = ("", [])

    def request(self, **request: Any) -> HttpResponse:
        """Send one request, and remember where its response redirects to."""
        asked = (request["PATH_INFO"], _named(request.get("QUERY_STRING", "")))
        if request["REQUEST_METHOD"] == "GET" and asked == self._led_to:
            request.setdefault("HTTP_SEC_FETCH_SITE", "same-origin")
        answer = super().request(**request)
        led_to = urlsplit(answer.headers.get("Location", ""))
        self._led_to = (led_to.path, _named(led_to.query))
        return answer


def _named(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)  # Django follows `?left` as `?left=`
