"""Somebody who has the address and was not named can ask to read, if somebody answers; and is told nothing more."""

import uuid

import pytest
from django.db import OperationalError

from held.families.models import Member
from held.publishing import access_requests, publication
from held.publishing.addresses import addresses_of
from held.publishing.models import AccessRequest
from held.stories.models import Publication
from tests import cast as people

NAMED, LINK, EVERYONE = Publication.Circle
HERE = {"Sec-Fetch-Site": "same-origin"}
GIVEN = {"name": "Omar", "words": "We worked together.", "reach": "the house beside"}


@pytest.fixture
def story(cast):
    cast.gwen = people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    story = people.write_story(cast)
    people.open_to(story, NAMED, by=cast.ana)
    return story


@pytest.fixture
def at(story):
    return f"/stories/{addresses_of(story)[NAMED]}/"


def test_without_a_link_the_address_only_offers_to_ask(anyone, at):
    page = anyone.get(at).content.decode()
    assert "This story is for people its family has named" in page
    assert people.CANARY not in page
    assert people.TITLE not in page
    assert not anyone.cookies


def test_an_access_request_arrives_once_despite_a_reload(anyone, at):
    once = str(uuid.uuid4())
    for _ in range(2):
        page = anyone.post(f"{at}knock", GIVEN | {"once": once}, headers=HERE)
        assert "Your words have arrived" in page.content.decode()
    assert AccessRequest.objects.get().read() == GIVEN


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": " "}, "Please say who you are"),
        ({"words": "x" * 2001}, "please shorten them"),
        ({"reach": "x" * 201}, "please shorten them"),
    ],
)
def test_what_cannot_be_taken_stays_on_the_page(anyone, at, given, said):
    page = anyone.post(f"{at}knock", GIVEN | given, headers=HERE).content.decode()
    assert said in page
    assert "We worked together." in page or "x" * 2001 in page
    assert not AccessRequest.objects.exists()


def test_from_another_site_nothing_is_taken(anyone, at):
    page = anyone.post(f"{at}knock", GIVEN, headers={"Sec-Fetch-Site": "cross-site"}).content.decode()
    assert "Nothing has been sent yet" in page
    assert not AccessRequest.objects.exists()


def test_where_many_wait_one_more_is_told_and_keeps_its_words(anyone, at, story):
    for _ in range(access_requests.MOST):
        access_requests.request_access(story.pk, uuid.uuid4(), GIVEN)
    answer = anyone.post(f"{at}knock", GIVEN, headers=HERE)
    assert answer.status_code == 429
    assert "We worked together." in answer.content.decode()


def test_where_nobody_answers_nobody_can_ask(anyone, at, cast):
    Member.objects.filter(account=cast.gwen).delete()
    assert anyone.get(at).status_code == 404
    assert anyone.post(f"{at}knock", GIVEN, headers=HERE).status_code == 404


def test_nobody_can_ask_to_read_a_closed_story(anyone, at, story, cast):
    publication.take_back(story, by=cast.ana)
    assert anyone.get(at).status_code == 404
    assert anyone.post(f"{at}knock", GIVEN, headers=HERE).status_code == 404


def test_at_an_address_for_anyone_there_is_nothing_to_ask(anyone, story, cast):
    people.open_to(story, EVERYONE, by=cast.ana, wished="noor")
    assert anyone.post("/stories/noor/knock", GIVEN, headers=HERE).status_code == 404


@pytest.mark.parametrize("fault", [OperationalError("no room"), OSError("no room")])
def test_a_request_that_cannot_be_kept_stays_on_the_page(anyone, at, monkeypatch, fault, caplog):
    def refuse(*_given: object) -> None:
        raise fault

    monkeypatch.setattr(access_requests, "request_access", refuse)
    answer = anyone.post(f"{at}knock", GIVEN, headers=HERE)
    assert answer.status_code == 503
    assert "fault in an introduction" in caplog.text
    assert "We couldn’t keep your words just now." in answer.content.decode()
    assert GIVEN["words"] in answer.content.decode()
