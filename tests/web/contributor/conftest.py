"""Nele was asked for photographs, and holds a link."""

import pytest
from django.test import Client

from tests import cast as people
from tests.enveloped import an_envelope

HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def vault_folders(tmp_path, settings):
    """Nothing of another test lies in the vault."""
    settings.HELD_PHOTOGRAPHS, settings.HELD_INCOMING = tmp_path / "photographs", tmp_path / "incoming"


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
    browser = Client(headers={"host": "localhost"})
    assert browser.post(envelope.link, {"open": "yes"}, headers=HERE).status_code == 303
    return browser
