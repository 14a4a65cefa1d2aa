"""A connection on which something was refused can be used for the next request; and forms are read a few at once."""

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.test import RequestFactory
from django.test.client import MULTIPART_CONTENT
from django.urls import resolve, reverse

from held.cli.server import THREADS
from held.consent.consent_links import ask
from held.consent.involved import name_person
from held.consent.models import ConsentLink
from held.families.persons import add_person
from held.lib.tokens import token_hash
from held.stories.models import Leaf
from held.web import receiving
from held.web.body import BODY, RequestBody, TooSlow
from held.web.middleware import request_bodies
from held.web.middleware.request_bodies import LimitConcurrentForms
from held.web.slots import Slots
from tests import cast as people
from tests.photographs import photograph
from tests.running import Running

LATER = "please go back and press again in a moment."


def test_a_save_after_a_refusal_on_the_same_connection_arrives(tmp_path):
    with Running(tmp_path / "place") as place, httpx.Client(base_url=place.url, timeout=30) as browser:
        for length in range(60):
            assert browser.post("/stories/nothing/", content=b"a" * length * 40).status_code == 403
            assert browser.get("/healthz").status_code == 200


@contextmanager
def all_taken(slots: Slots) -> Iterator[None]:
    """Somebody holds every slot of these."""
    keys = [f"somebody {number}" for number in range(slots.most)]
    assert all(slots.take(key) for key in keys)
    try:
        yield
    finally:
        for key in keys:
            slots.give_back(key)


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(request_bodies, "MAX_WAIT", 0.01)


def test_with_all_slots_of_strangers_taken_families_go_on(cast, signed_in, anyone):
    story = people.write_story(cast)
    with all_taken(request_bodies.ENTRANCE):
        answer = anyone.post("/entrance/", {"sheet": "a", "code": "b"})
        told = anyone.post("/entrance/", {"sheet": "a"}, headers={"Accept": "application/json"})
        taking_back = signed_in(cast.ana).post(reverse("family:taking_back", args=[story.pk]), {"a": "b"})
    for one in (answer, told):
        assert (one.status_code, one["Connection"], one["Retry-After"]) == (503, "close", "5")
    assert LATER in answer.content.decode()
    assert told.json() == {"said": "Too many people are sending just now. Your words are still on your page."}
    assert taking_back.status_code == 303
    assert anyone.post("/entrance/", {"sheet": "a", "code": "b"}).status_code != 503


def test_with_all_family_slots_taken_only_empty_forms_work(cast, signed_in):
    leaf = Leaf.objects.get(story=people.write_story(cast), kind=Leaf.Kind.ENTRY)
    with all_taken(request_bodies.FAMILIES):
        assert signed_in(cast.ana).post(reverse("family:leaf", args=[leaf.pk]), {"body": "b"}).status_code == 503
        assert signed_in(cast.ana).get(reverse("family:leaf", args=[leaf.pk])).status_code == 200
        nothing = {"data": "", "content_type": "application/x-www-form-urlencoded"}
        assert signed_in(cast.ana).post(reverse("family:hiding", args=[leaf.pk]), **nothing).status_code == 303


def test_photographs_are_sent_from_places_of_their_own(cast, signed_in):
    address = reverse("family:photographs", args=[people.write_story(cast).pk])
    with all_taken(request_bodies.FAMILIES), all_taken(request_bodies.ENTRANCE):
        assert signed_in(cast.ana).post(address, {"a": "b"}).status_code == 403
        assert signed_in(cast.ana).post(address, {}, headers={"Origin": "http://localhost"}).status_code == 200


@pytest.mark.parametrize("kind", [MULTIPART_CONTENT, "application/x-www-form-urlencoded"])
def test_a_form_that_is_too_long_gives_its_slot_back(cast, signed_in, settings, kind, monkeypatch):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    monkeypatch.setattr(request_bodies, "FAMILIES", Slots(1))
    leaf = Leaf.objects.get(story=people.write_story(cast), kind=Leaf.Kind.ENTRY)
    body = {"body": "b" * 2000} if kind == MULTIPART_CONTENT else "body=" + "b" * 2000
    for _time in range(3):
        answer = signed_in(cast.ana).post(reverse("family:leaf", args=[leaf.pk]), body, content_type=kind)
        assert answer.status_code == 413


def test_one_that_is_too_long_keeps_its_place_until_it_is_answered(settings, monkeypatch):
    """Django reads such a form piece by piece later, in the thread of the page."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    monkeypatch.setattr(request_bodies, "ENTRANCE", Slots(1))
    request = RequestFactory().post("/entrance/", {"a": "b" * 100})
    request.user = AnonymousUser()
    page = resolve("/entrance/").func
    seen = []

    def answered(asked):
        LimitConcurrentForms(answered).process_view(asked, page, (), {})
        seen.append(request_bodies.ENTRANCE.take())

    LimitConcurrentForms(answered)(request)
    assert seen == [False]
    assert request_bodies.ENTRANCE.take()


def test_an_unreachable_database_still_leaves_the_form_readable():
    class Asked:
        @property
        def user(self):
            raise DatabaseError

    request = RequestFactory().post("/entrance/", {"a": "b"})
    request.__class__ = type("Asked", (Asked, request.__class__), {})
    assert LimitConcurrentForms(lambda _request: None).process_view(request, resolve("/entrance/").func, (), {}) is None
    assert request.POST["a"] == "b"


def test_all_slots_together_leave_threads_for_pages():
    kinds = (
        request_bodies.DRAINING,
        request_bodies.FAMILIES,
        request_bodies.ANSWERS,
        request_bodies.ENTRANCE,
        request_bodies.STRANGERS,
    )
    threads = sum(slots.most + slots.waiting for slots in (*kinds, request_bodies.SIGNED_OUT, receiving.RECEIVERS))
    assert threads <= THREADS - 8


@pytest.fixture
def link(cast):
    """The secret of Cleo, who was asked about a photograph."""
    story = people.write_story(cast)
    picture = photograph(cast, story).leaf.picture
    who = add_person(cast.family, "Cleo", "", by=cast.ana)
    return ask(name_person(picture, who, in_it=True, took_it=False, by=cast.ana), ["link"], by=cast.ana)


def answer(browser, secret: str, path: str = "answer"):
    given = {"scope": "link", "answer": "no"}
    return browser.post(f"/c/a/{secret}/{path}", given, headers={"Origin": "http://localhost"})


def test_a_no_is_read_while_every_other_slot_is_taken(anyone, link):
    others = (
        request_bodies.DRAINING,
        request_bodies.FAMILIES,
        request_bodies.ENTRANCE,
        request_bodies.STRANGERS,
        request_bodies.SIGNED_OUT,
    )
    with ExitStack() as held:
        for slots in others:
            held.enter_context(all_taken(slots))
        assert b"Your no is saved." in answer(anyone, link).content


def test_a_form_with_a_wrong_link_is_not_read(anyone, link, monkeypatch):
    read = []
    monkeypatch.setattr(request_bodies, "_read_form", read.append)
    with all_taken(request_bodies.ANSWERS):
        assert answer(anyone, "wrong").status_code == 404
        assert answer(anyone, link).status_code == 503
    assert not read


@pytest.mark.parametrize("path", ["answer", "withdrawing", "telling", "ending"])
def test_no_relative_with_many_links_takes_every_slot(anyone, link, path):
    """Somebody with several good links of one person, or of one family, shares its slots with all of these."""
    person = ConsentLink.objects.get(token_hash=token_hash(link)).involvement.person
    for key in (f"person {person.pk}", f"family {person.family_id}"):
        taken = [key for _slot in range(request_bodies.ANSWERS.most) if request_bodies.ANSWERS.take(key)]
        try:
            assert len(taken) < request_bodies.ANSWERS.most
            assert answer(anyone, link, path).status_code == 503
            assert request_bodies.ANSWERS.take("person 0", "family 0", "network 0")
            request_bodies.ANSWERS.give_back("person 0", "family 0", "network 0")
        finally:
            for one in taken:
                request_bodies.ANSWERS.give_back(one)


@pytest.mark.parametrize(
    ("address", "slots"),
    [
        ("/entrance/", "ENTRANCE"),
        ("/c/lost/", "STRANGERS"),
        ("/stories/somewhere/knock", "STRANGERS"),
        ("/n/somebody", "STRANGERS"),
        ("/family/leaves/1/", "SIGNED_OUT"),
        ("/host/families/new/", "SIGNED_OUT"),
    ],
)
def test_each_kind_of_stranger_has_slots_of_its_own(anyone, monkeypatch, address, slots):
    monkeypatch.setattr(request_bodies, slots, Slots(0))
    assert anyone.post(address, {"a": "b"}, headers={"Origin": "http://localhost"}).status_code == 503


@pytest.mark.parametrize("kind", [request_bodies.ENTRANCE, request_bodies.STRANGERS, request_bodies.SIGNED_OUT])
def test_no_single_address_takes_every_slot_of_strangers(kind):
    taken = [kind.take("192.0.2.1") for _slot in range(kind.most)]
    assert kind.take("192.0.2.2")
    for _slot in [*filter(None, taken[1:])]:
        kind.give_back("192.0.2.1")
    kind.give_back("192.0.2.1")
    kind.give_back("192.0.2.2")


def test_one_subnet_shares_its_slots_and_a_front_tells_networks_apart(cast, anyone, settings, monkeypatch):
    """Behind a web server every request comes from one address: the one that it reports counts."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    slots = Slots(4, each=1)
    monkeypatch.setattr(request_bodies, "STRANGERS", slots)
    taken = []
    monkeypatch.setattr(slots, "take", lambda key, **_wait: taken.append(key) or True)
    monkeypatch.setattr(slots, "give_back", lambda _key: None)
    for told in ("2001:db8:1:2::9", "2001:db8:1:2::77", "2001:db8:1:3::9"):
        anyone.post("/c/lost/", {"a": "b"}, headers={"Origin": "http://localhost", "X-Forwarded-For": told})
    assert taken[0] == taken[1] != taken[2]


class Cut(RequestBody):
    """A body that does not arrive."""

    def readinto(self, _buffer):
        self._fault = TooSlow("too slow")
        raise self._fault


@pytest.mark.parametrize("page", ["/entrance/", "/c/lost/", "/nothing/"])
def test_a_form_that_comes_too_slowly_is_refused_gently(anyone, page):
    body = Cut(None, 10)
    answered = anyone.post(page, {"a": "b"}, **{"wsgi.input": io.BufferedReader(body), BODY: body})
    assert answered["Connection"] == "close"
    assert answered.status_code == (404 if page == "/nothing/" else 408)
    if page != "/nothing/":
        assert "Nothing was changed. Your words are still on your page" in answered.content.decode()


def test_a_script_is_told_in_words_that_its_words_are_safe(anyone):
    body = Cut(None, 10)
    given = {"wsgi.input": io.BufferedReader(body), BODY: body, "headers": {"Accept": "application/json"}}
    said = anyone.post("/entrance/", {"a": "b"}, **given).json()["said"]
    assert said == "This didn’t reach us in time, and nothing was changed. Your words are still on your page."
