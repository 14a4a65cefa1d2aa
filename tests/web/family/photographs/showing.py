"""Asking for a photograph on its family's page."""

import re

from django.test import Client
from django.urls import reverse

from held.stories.models import Leaf
from tests.forms import Form, forms_on

PICTURE = re.compile(r"/family/p/[\w-]+")


def at(leaf: Leaf) -> str:
    """The page of the photograph."""
    return reverse("family:photograph", args=[leaf.pk])


def form_on(page: str, leaf: Leaf) -> Form:
    """The photograph's own form on a page."""
    return next(form for form in forms_on(page) if form.action == at(leaf))


def asked(browser: Client, leaf: Leaf) -> str:
    """The page that follows the asking."""
    answer = browser.post(at(leaf), {"show": "yes"})
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (303, at(leaf))
    return browser.get(at(leaf)).content.decode()
