"""A story of Ana's, and a form as a browser without JavaScript has it."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from held.stories.models import Leaf
from held.web.family.pages import page_of
from tests import cast as people

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture
def story(cast):
    """Ana's story, which nobody but her family can read."""
    return people.write_story(cast)


@pytest.fixture
def essay(story):
    """The leaf with the essay."""
    return Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)


class LeafForm:
    """An opened form: its fields, and sending the words in it, as its button does or, on the page of a photograph, the
    script that saves by itself."""

    def __init__(self, browser: Client, leaf: Leaf) -> None:
        self.browser, self.leaf, self.address = browser, leaf, reverse("family:leaf", args=[leaf.pk])
        page = browser.get(page_of(leaf)).content.decode()
        form = page.split(" data-draft ")[1].split("</form>")[0]
        self.carries = {name: html.unescape(value) for name, value in HIDDEN.findall(form)}

    def save(self, by: Client | None = None, *, json: bool = False, says: dict[str, str] | None = None, **words: str):
        """Send it, with this browser or another; `json`: as the script does that saves by itself; `says`: the
        headers by which the browser says where it comes from."""
        headers = {"Sec-Fetch-Site": "same-origin"} if says is None else says
        headers |= {"Accept": "application/json"} if json else {}
        if json:
            self.carries["turn"] = str(int(self.carries["turn"]) + 1)
        return (by or self.browser).post(self.address, {**self.carries, **words}, headers=headers)


@pytest.fixture
def open_form():
    """Opens the form of a leaf in a browser."""
    return LeafForm


def newest(leaf: Leaf) -> dict[str, str]:
    """The current words of a leaf."""
    leaf.refresh_from_db()
    return leaf.current.read(leaf.story.key) if leaf.current else {}
