"""A press on a button of the desk sends what the page carried, as a browser does."""

import re

from django.http import HttpResponse
from django.test import Client

DESK = "/guardian/"
_FORM = re.compile(r'<form method="post" action="([^"]+)">(.*?)</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def desk_of(browser: Client) -> str:
    """The desk as it is now."""
    return browser.get(DESK).content.decode()


def carried(page: str, address: str) -> dict[str, str]:
    """The hidden fields of the form that posts to this address; empty if the page has no such form."""
    return next((dict(_HIDDEN.findall(form)) for there, form in _FORM.findall(page) if there == address), {})


def press(browser: Client, address: str, page: str | None = None) -> HttpResponse:
    """Press the button that posts to this address, on a page that was opened before, or on the current desk."""
    return browser.post(address, carried(desk_of(browser) if page is None else page, address))


def putting_away(lost_link_request_id: object) -> str:
    """The address of “Put it away”."""
    return f"/guardian/claims/{lost_link_request_id}/putting-away"


def links_at(lost_link_request_id: object, person_id: object) -> str:
    """The address of “It’s …: make new links”."""
    return f"/guardian/claims/{lost_link_request_id}/persons/{person_id}/links"
