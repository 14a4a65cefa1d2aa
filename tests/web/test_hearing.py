"""A connection on which something was refused is good for the next thing sent; and forms are read a few at once."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.test import RequestFactory
from django.test.client import MULTIPART_CONTENT
from django.urls import resolve, reverse

from held.stories.models import Leaf
from held.web import hearing
from held.web.hearing import FormsInTurn, Turns
from tests import cast as people
from tests.running import Running

LATER = "please go back and press the button again in a moment."


def test_a_save_after_a_refusal_on_the_same_connection_arrives(tmp_path):
    with Running(tmp_path / "place") as place, httpx.Client(base_url=place.url, timeout=30) as browser:
        for length in range(60):
            assert browser.post("/stories/nothing/", content=b"a" * length * 40).status_code == 403
            assert browser.get("/healthz").status_code == 200


@contextmanager
def all_taken(turns: Turns) -> Iterator[None]:
    """Every place of these is somebody's, and nobody may wait."""
    taken = 0
    while turns.take():
        taken += 1
    try:
        yield
    finally:
        for _place in range(taken):
            turns.give_back()


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(hearing, "PATIENCE", 0.01)


def test_who_waits_for_a_place_gets_one_that_becomes_free_and_few_wait():
    turns = Turns(1, waiting=0)
    assert turns.take()
    assert not turns.take()
    turns.give_back()
    assert turns.take()


def test_without_a_place_for_strangers_they_are_asked_to_come_again_and_a_family_is_not(cast, signed_in, anyone):
    story = people.write_story(cast)
    with all_taken(hearing.OTHERS):
        answer = anyone.post("/entrance/", {"sheet": "a", "code": "b"})
        told = anyone.post("/entrance/", {"sheet": "a"}, headers={"Accept": "application/json"})
        taking_back = signed_in(cast.ana).post(reverse("family:taking_back", args=[story.pk]), {"a": "b"})
    for one in (answer, told):
        assert (one.status_code, one["Connection"], one["Retry-After"]) == (503, "close", "5")
    assert LATER in answer.content.decode()
    assert told.json() == {
        "said": "Too many are sending something at this moment. What you wrote is still on your page."
    }
    assert taking_back.status_code == 303
    assert anyone.post("/entrance/", {"sheet": "a", "code": "b"}).status_code != 503


def test_without_a_place_for_families_their_words_are_not_taken_and_what_has_no_words_is(cast, signed_in):
    leaf = Leaf.objects.get(story=people.write_story(cast), kind=Leaf.Kind.ENTRY)
    with all_taken(hearing.FAMILIES):
        assert signed_in(cast.ana).post(reverse("family:leaf", args=[leaf.pk]), {"body": "b"}).status_code == 503
        assert signed_in(cast.ana).get(reverse("family:leaf", args=[leaf.pk])).status_code == 200
        nothing = {"data": "", "content_type": "application/x-www-form-urlencoded"}
        assert signed_in(cast.ana).post(reverse("family:hiding", args=[leaf.pk]), **nothing).status_code == 303


def test_photographs_are_sent_from_places_of_their_own(cast, signed_in):
    address = reverse("family:photographs", args=[people.write_story(cast).pk])
    with all_taken(hearing.FAMILIES), all_taken(hearing.OTHERS):
        assert signed_in(cast.ana).post(address, {"a": "b"}).status_code == 403
        assert signed_in(cast.ana).post(address, {}, headers={"Origin": "http://localhost"}).status_code == 200


@pytest.mark.parametrize("kind", [MULTIPART_CONTENT, "application/x-www-form-urlencoded"])
def test_words_too_long_are_told_so_by_their_page_and_the_place_is_given_back(
    cast, signed_in, settings, kind, monkeypatch
):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    monkeypatch.setattr(hearing, "FAMILIES", Turns(1, waiting=0))
    leaf = Leaf.objects.get(story=people.write_story(cast), kind=Leaf.Kind.ENTRY)
    body = {"body": "b" * 2000} if kind == MULTIPART_CONTENT else "body=" + "b" * 2000
    for _time in range(3):
        answer = signed_in(cast.ana).post(reverse("family:leaf", args=[leaf.pk]), body, content_type=kind)
        assert answer.status_code == 413


def test_one_that_is_too_long_keeps_its_place_until_it_is_answered(settings, monkeypatch):
    """Django reads such a form piece by piece later on, with the thread of the page."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    monkeypatch.setattr(hearing, "OTHERS", Turns(1, waiting=0))
    request = RequestFactory().post("/entrance/", {"a": "b" * 100})
    request.user = AnonymousUser()
    page = resolve("/entrance/").func
    seen = []

    def answered(asked):
        FormsInTurn(answered).process_view(asked, page, (), {})
        seen.append(hearing.OTHERS.take())

    FormsInTurn(answered)(request)
    assert seen == [False]
    assert hearing.OTHERS.take()


def test_tables_that_do_not_answer_leave_it_to_the_page_to_give_the_words_back():
    class Asked:
        @property
        def user(self):
            raise DatabaseError

    request = RequestFactory().post("/entrance/", {"a": "b"})
    request.__class__ = type("Asked", (Asked, request.__class__), {})
    assert FormsInTurn(lambda _request: None).process_view(request, resolve("/entrance/").func, (), {}) is None
    assert request.POST["a"] == "b"
