"""Answers on the current page: a yes carries the fingerprint of the answer that the page showed."""

import re

from django.test import Client

OURS = {"Sec-Fetch-Site": "same-origin"}


def seen_on(page: str, scope: str = "public") -> dict[str, str]:
    """What the form for this scope sends in addition to the answer; empty for a link that was made later."""
    _before, there, form = page.partition(f'name="scope" value="{scope}"')
    return dict(re.findall(r'name="(seen)" value="([^"]*)"', form.partition("</form>")[0])) if there else {}


def seen_by_link(browser: Client, link: str, scope: str = "public") -> dict[str, str]:
    """The same, for the page behind this link; opens the link."""
    opened = browser.post(f"/c/a/{link}", headers=OURS)
    page = browser.get(f"/c/a/{link}") if opened.status_code == 303 else opened
    return seen_on(page.content.decode(), scope)
