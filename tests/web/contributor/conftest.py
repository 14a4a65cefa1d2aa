"""Nele was asked for photographs, and Mika about one in which they are; each has a link and no account."""

import pytest
from django.test import Client

from held.consent import consent_links, involved
from held.consent.models import Involvement
from held.families.persons import add_person
from held.stories.models import Publication
from tests import cast as people
from tests.enveloped import an_envelope
from tests.photographs import photograph
from tests.tab import Tab

HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def story(cast):
    """Ana's story, which nobody but her family can read."""
    return people.write_story(cast)


@pytest.fixture
def envelope(cast, story):
    """An empty one for at most three photographs; `link` is its address."""
    envelope, token = an_envelope(story, cast.ana, most=3)
    envelope.link = f"/c/{token}"
    return envelope


@pytest.fixture
def nele(envelope) -> Client:
    """Her browser, in which the link was opened."""
    browser = Tab(headers={"host": "localhost"})
    assert browser.post(envelope.link, {"open": "yes"}, headers=HERE).status_code == 200
    return browser


@pytest.fixture
def placed(cast, story):
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    return placed


@pytest.fixture
def mika(cast, placed) -> Involvement:
    person = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    return involved.name_person(placed.leaf.picture, person, in_it=True, took_it=False, by=cast.ana)


@pytest.fixture
def token(cast, mika) -> str:
    return consent_links.ask(mika, ["named", "public"], by=cast.ana)


@pytest.fixture
def phone(anyone, token) -> Client:
    """Mika's phone, in which the button was pressed."""
    anyone.post(f"/c/a/{token}", headers={"Sec-Fetch-Site": "same-origin"})
    return anyone


@pytest.fixture
def rosa() -> Client:
    """A reader's browser."""
    return Tab(headers={"host": "localhost"})
