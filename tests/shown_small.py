"""The family's own contact sheet, pressed for and acted on by a browser without JavaScript."""

import re

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from held.stories.models import Leaf, Story
from tests.said import unsigned

ADDRESS = re.compile(r"/family/p/[\w-]+")


def sheet_of(story: Story) -> str:
    """Its address."""
    return reverse("family:contact_sheet", args=[story.pk])


def pressed(browser: Client, story: Story) -> str:
    """The page that follows the press."""
    return followed(browser, browser.post(sheet_of(story)), story)


def followed(browser: Client, answer: HttpResponse, story: Story) -> str:
    """The page to which a press or an act leads."""
    assert (answer.status_code, unsigned(answer["Location"]).partition("?")[0]) == (303, sheet_of(story))
    page = browser.get(answer["Location"])
    assert page.status_code == 200
    return page.content.decode()


def form_on(page: str) -> str:
    """The ticket in the form of the sheet."""
    return re.search(r'name="shown" value="([^"]+)"', page)[1]


def act(browser: Client, story: Story, name: str, page: str, *ticked: Leaf, **words: object) -> HttpResponse:
    """Press a button of this page, with these photographs ticked."""
    sent = {"shown": form_on(page), "photograph": [leaf.pk for leaf in ticked], **words}
    return browser.post(reverse(f"family:{name}", args=[story.pk]), sent)


def on_sheet(page: str) -> list[int]:
    """The leaves on the sheet, in its order."""
    return [int(pk) for pk in re.findall(r'name="photograph" value="(\d+)"', page)]
