"""Asking to read a story: what one network sends does not block another."""

import pytest
from django.test import Client

from held.families.models import Member
from held.publishing.addresses import addresses_of
from held.publishing.models import AccessRequest
from held.stories.models import Publication
from tests import cast as people
from tests.web.reader.asking import OURS

HERE = {"REMOTE_ADDR": "192.0.2.7"}
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}


@pytest.fixture
def at(cast) -> str:
    """The address at which somebody who was not named asks to read."""
    people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.NAMED, by=cast.ana)
    return f"/stories/{addresses_of(story)[Publication.Circle.NAMED]}/knock"


def ask(at: str, words: str, network: dict[str, str], **more: str):
    browser = Client(headers={"host": "localhost"})
    return browser.post(at, {"name": "Rosa", "words": words, "reach": "", **more}, headers=OURS, **network)


def test_who_asks_again_and_again_stops_nobody_elsewhere(at):
    told = [ask(at, f"Message {number}", HERE).status_code for number in range(25)]
    assert (told[0], told[-1]) == (200, 429)
    assert ask(at, "I would like to read.", ELSEWHERE).status_code == 200


def test_a_network_that_asked_too_often_keeps_its_words(at):
    for number in range(25):
        ask(at, f"Message {number}", HERE)
    page = ask(at, "I would like to read.", HERE).content.decode()
    assert "I would like to read." in page
    assert "Your words are still on this page" in page


def test_a_form_that_arrives_again_costs_once(at):
    form = {"once": "0b7dbf0e-6f4c-4ea9-8f7a-3d8f5a5b7c11"}
    assert {ask(at, "I would like to read.", HERE, **form).status_code for _ in range(25)} == {200}
    assert AccessRequest.objects.count() == 1
