"""Answers on the current page: a yes carries the fingerprint of the answer that the page showed."""

import re

from django.test import Client

OURS = {"Sec-Fetch-Site": "same-origin"}


def seen_on(page: str, scope: str = "public", about: str = "") -> dict[str, str]:
    """What the form of an answer for this scope sends in addition to it; empty for a link that was made later.

    `scope`: of a use; a readers' scope, which a page from before the ladder sent; or “readers” for the ladder.
    `about`: the involvement, on a page with several photographs.
    """
    if about:
        page = page.partition(f'id="p-{about}"')[2].partition("</section>")[0]
    form = _form(page, scope) or _form(page, "readers")
    seen = dict(re.findall(r'name="(seen[^"]*)" value="([^"]*)"', form))
    return {"seen": seen[f"seen-{scope}"]} if f"seen-{scope}" in seen else seen


def _form(page: str, scope: str) -> str:
    return page.partition(f'name="scope" value="{scope}"')[2].partition("</form>")[0]


def seen_by_link(browser: Client, link: str, scope: str = "public") -> dict[str, str]:
    """The same, for the page behind this link; opens the link."""
    opened = browser.post(f"/c/a/{link}", headers=OURS)
    page = browser.get(f"/c/a/{link}") if opened.status_code == 303 else opened
    return seen_on(page.content.decode(), scope)
