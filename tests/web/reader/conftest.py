"""A story with one photograph that readers may ask for, and a reader."""

import pytest
from django.test import Client

from held.pictures.ticket import Tickets
from held.stories.models import Publication
from held.web import photograph_request, picture_responses
from tests import cast as people
from tests.photographs import photograph


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def placed(cast, story):
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    return placed


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        at = 5_000.0

        def __call__(self) -> float:
            return self.at

    clock = Clock()
    fresh = Tickets(clock)
    monkeypatch.setattr(photograph_request, "tickets", fresh)
    monkeypatch.setattr(picture_responses, "tickets", fresh)
    return clock


@pytest.fixture
def rosa(anyone) -> Client:
    return anyone
