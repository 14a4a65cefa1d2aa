"""Promise 3: a link not made by a parent shows no photograph and no answer, and by it nobody says yes.

Exhaustive: every role, every way in which a link is made, every state of an answer. The links are made by the acts
themselves, so the rule holds even if a page let somebody through who is no parent.
"""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client

from held.consent import answering, consent_links, involved, lost_links, transitions
from held.consent.models import Answer, AnswersVisible, LostLinkRequest
from held.consent.states import Status
from held.families.models import Member
from held.families.persons import add_person
from tests import cast as people
from tests.lost_link_requests import on_page
from tests.photographs import photograph
from tests.said import unsigned
from tests.web.reader.asking import IMAGE, OURS

SCOPES = ["named", "public"]
ROLES = ("parent", "helper", "guardian", "of another family", "host")
STATUSES = [one for one in Status if one != Status.NOT_ASKED]


@pytest.fixture
def mika(cast):
    """Mika is in a photograph that is placed in Ana's story."""
    leaf = photograph(cast, people.write_story(cast)).leaf
    person = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    return involved.name_person(leaf.picture, person, in_it=True, took_it=False, by=cast.ana)


def account_in(role: str, cast):
    """Somebody in this role; for a parent the one who did not ask first."""
    if role in {"helper", "guardian"}:
        return people.friend(cast, "Gwen", Member.Role[role.upper()])
    return {"parent": cast.ben, "of another family": cast.otto, "host": cast.hilde}[role]


def first(involvement, by, cast) -> str:
    return consent_links.ask(involvement, SCOPES, by=by)


def for_something_more(involvement, by, cast) -> str:
    first(involvement, cast.ana, cast)
    return consent_links.ask(involvement, SCOPES, by=by)


def once_more(involvement, by, cast) -> str:
    first(involvement, cast.ana, cast)
    return consent_links.ask_once_more(involvement, by=by)


def with_a_new_link(involvement, by, cast) -> str:
    first(involvement, cast.ana, cast)
    return consent_links.link_anew(involvement, by=by)


def for_a_lost_one(involvement, by, cast) -> str:
    first(involvement, cast.ana, cast)
    lost_links.save_request(uuid.uuid4(), {"name": "Mika", "words": "I lost my link."})
    came = LostLinkRequest.objects.latest("at")
    (link,) = lost_links.links_for(came, involvement.person, on_page(came), by=by)
    return link


WAYS = (first, for_something_more, once_more, with_a_new_link, for_a_lost_one)


class Phone:
    """A browser in which the link was opened."""

    def __init__(self, link: str) -> None:
        self.here, self.browser = f"/c/a/{link}", Client(headers={"host": "localhost"})
        self.browser.post(self.here, headers=OURS)

    def page(self) -> bytes:
        return self.browser.get(self.here).content

    def press(self, button: str, **given: str) -> str:
        """The target of a press of this button."""
        return unsigned(self.browser.post(f"{self.here}/{button}", given, headers=OURS)["Location"])

    def pictures(self) -> list[str]:
        """Everything that is shown to them if they ask to see it."""
        page = self.browser.get(self.press("photograph")).content.decode()
        assert ("<img" in page) == ('="/c/p/' in page)
        return [involvement.split('"')[0] for involvement in page.split('="/c/p/')[1:]]

    def sees(self) -> bool:
        return any(self.browser.get(f"/c/p/{one}", headers=IMAGE).status_code == 200 for one in self.pictures()[-1:])


def let_stand(involvement, status: Status) -> list[tuple]:
    Answer.objects.filter(involvement=involvement).update(status=status, asked=1, sequence=4, link=None)
    return rows(involvement)


def rows(involvement) -> list[tuple]:
    return list(
        Answer.objects.filter(involvement=involvement)
        .order_by("scope")
        .values_list("scope", "status", "sequence", "link")
    )


@contextmanager
def undoing() -> Iterator[None]:
    """In the end, all that was done is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def shows_nothing_by(role, way, cast, mika) -> None:
    phone = Phone(way(mika, account_in(role, cast), cast))
    heard = set()
    for number, status in enumerate(STATUSES):
        stood = let_stand(mika, status)
        (answering.let_family_see if number % 2 else answering.keep_from_family)(mika)
        heard.add((phone.page(), *(phone.press("answer", scope=one, answer="yes") for one in SCOPES)))
        heard.add(phone.press("answer", scope="public", answer="not-now"))
        assert rows(mika) == stood, (role, way, status)
        assert phone.pictures() == [], (role, way, status)
    assert len(heard) == 2, f"the page, or what is said to a press, tells of an answer: {role}, {way}"
    assert re.findall(rb'name="answer" value="([\w-]+)"', phone.page()) == [b"no"], (role, way)


@pytest.mark.parametrize("role", ROLES[1:])
def test_no_link_of_anybody_else_shows_it_or_says_yes(cast, mika, role):
    for way in WAYS:
        with undoing():
            shows_nothing_by(role, way, cast, mika)


def test_a_no_by_such_a_link_counts_whatever_was_answered(cast, mika):
    for role, way in product(ROLES[1:], (once_more, for_a_lost_one)):
        with undoing():
            counts_a_no_by(role, way, cast, mika)


def counts_a_no_by(role, way, cast, mika) -> None:
    phone = Phone(way(mika, account_in(role, cast), cast))
    for status, button in product(STATUSES, ("answer", "withdrawing")):
        let_stand(mika, status)
        for scope in SCOPES if button == "answer" else SCOPES[:1]:
            phone.press(button, scope=scope, answer="no")
        said = set(Answer.objects.filter(involvement=mika).values_list("status", flat=True))
        assert said <= {Status.DECLINED, Status.WITHDRAWN, Status.NOT_NOW}, (role, way, status, button)
        assert status == Status.NOT_NOW or Status.NOT_NOW not in said, (role, way, status, button)
    answering.let_family_see(mika)
    phone.press("telling", tells="yes")
    phone.press("telling", tells="no")
    assert not AnswersVisible.objects.exists(), (role, way)


def test_by_the_same_link_of_a_parent_they_can_look_and_say_yes(cast, mika):
    """The harness is not blind: what it looks for is there if a parent made the link."""
    for way in WAYS:
        with undoing():
            phone = Phone(way(mika, account_in("parent", cast), cast))
            assert phone.sees(), way
            for scope in SCOPES:
                phone.press("answer", scope=scope, answer="yes")
            assert {status for _scope, status, *_rest in rows(mika)} == {Status.AGREED}, way


def test_a_friends_link_stays_closed_when_parents_ask_again(cast, mika):
    for role in ROLES[1:]:
        with undoing():
            friends = Phone(with_a_new_link(mika, account_in(role, cast), cast))
            link = consent_links.ask_once_more(mika, by=cast.ana)
            assert friends.pictures() == [], role
            assert Phone(link).sees(), role
            friends.press("answer", scope="public", answer="yes")
            assert Answer.objects.get(involvement=mika, scope="public").status == Status.ASKED, role


def test_a_place_that_takes_everybody_for_a_parent_is_found(cast, mika, monkeypatch):
    """Planted: everybody who makes a link counts as a parent."""
    monkeypatch.setattr(consent_links, "_is_parent", lambda _account, _involvement: True)
    for way in (with_a_new_link, for_a_lost_one):
        with pytest.raises(AssertionError), undoing():
            shows_nothing_by("guardian", way, cast, mika)


def test_a_place_that_accepts_a_yes_by_every_link_is_found(cast, mika, monkeypatch):
    """Planted: the rule about kinds of links is not applied."""
    monkeypatch.setattr(transitions, "counts", lambda _event, _status, _kind, **_said_no: True)
    monkeypatch.setattr(answering, "Kind", SimpleNamespace(NO_ONLY=None, FIRST=None))
    with pytest.raises(AssertionError):
        shows_nothing_by("guardian", with_a_new_link, cast, mika)
