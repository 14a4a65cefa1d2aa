"""Promise 3: a family never learns from any page or file who said no, nor that somebody answered.

Ana requests every route of the family, in states that differ only in Mika's answer: each response is the same byte for
byte, except for what changes by itself from one request to the next. A sealed file has the same size.
"""

import re

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from held.consent import answering, proving
from held.consent.models import Chain, Involvement
from held.consent.states import Event
from held.consent.transitions import apply
from held.stories.models import Leaf
from held.web.family.people import proving as pages
from tests import cast as people
from tests.doors import Door, every_door
from tests.promises.walking import ask_door, fill
from tests.said import unsigned

BY_ITSELF = re.compile(r'name="(csrfmiddlewaretoken|once|hand|draft)" value="[^"]*"')
CLOSED = [[Event.DECLINE], [Event.NOT_NOW], [Event.WITHDRAW], [Event.DECLINE, Event.NOT_NOW, Event.DECLINE]]


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def filled(cast, story) -> dict[str, str]:
    """The values in the addresses. Mika was asked about that photograph and is silent; all others have said yes."""
    filled = fill(cast, story)
    picture = Involvement.objects.get(pk=filled["involvement_id"]).picture_id
    return filled | {"photograph_id": str(Leaf.objects.get(picture=picture).pk)}


@pytest.fixture
def ana(cast, signed_in) -> Client:
    return signed_in(cast.ana, key=True)


def doors_of_the_family(*names: str) -> list[Door]:
    """Each door of the family, or those of these names."""
    found = [door for door in every_door() if door.name.startswith("family:")]
    return [door for door in found if door.name in names] if names else found


def told(answer: HttpResponse) -> tuple[int, dict[str, str], str]:
    """What a response reveals: of a sealed file only its size and its first line."""
    headers = {name: value for name, value in answer.items() if name != "Content-Security-Policy"}
    if "Location" in headers:
        headers["Location"] = unsigned(headers["Location"])  # the signature has the second in it
    if answer.get("Content-Type") == "application/octet-stream":
        return answer.status_code, headers, f"{len(answer.content)} {answer.content.splitlines()[0]!r}"
    return answer.status_code, headers, BY_ITSELF.sub(r'name="\1"', answer.content.decode())


def seen(
    browser: Client, filled: dict[str, str], events: list[Event], *names: str
) -> dict[str, tuple[int, dict[str, str], str]]:
    """What the family sees on every route, or on these, after these steps of Mika's, which are then undone."""
    mika = Involvement.objects.get(pk=filled["involvement_id"])
    with transaction.atomic():
        for event in events:
            if event in (Event.CONFIRM, Event.LAPSE):
                assert apply(mika, "public", event, by="program")
            else:
                answering.answer(mika, "public", event, language="en")
        pages = {door.name: told(ask_door(browser, "GET", door, filled)) for door in doors_of_the_family(*names)}
        transaction.set_rollback(True)
    return pages


def differing(one: dict, other: dict) -> list[str]:
    return [name for name in one if one[name] != other[name]]


ANSWERED_BEFORE = {
    "silence": ([], CLOSED),
    "a yes taken back": ([Event.AGREE, Event.WITHDRAW], [[Event.NOT_NOW], [Event.DECLINE]]),
    "a yes that ended by itself": ([Event.AGREE, Event.CONFIRM, Event.LAPSE], [[Event.NOT_NOW], [Event.DECLINE]]),
}
OPENED = {
    "family:pictured",
    "family:consent",
    "family:proof",
    "family:photographs",
    "family:desk",
    "family:person",
}


def test_family_pages_are_the_same_whatever_is_answered(filled, ana):
    for case, (before, ways) in ANSWERED_BEFORE.items():
        silent = seen(ana, filled, before)
        assert before or differing(silent, seen(ana, filled, before)) == []  # by itself nothing differs
        assert {name for name, (status, *_rest) in silent.items() if status == 200} >= OPENED, case
        for events in ways:
            assert differing(silent, seen(ana, filled, before + events)) == [], (case, events)


def test_the_compared_pages_do_show_that_everyone_said_yes(filled, ana):
    silent, agreed = (seen(ana, filled, events, "family:pictured") for events in ([], [Event.AGREE]))
    assert differing(silent, agreed) == ["family:pictured"]


def test_the_file_holds_no_answer_and_nobody(filled, cast, ana):
    (proof,) = doors_of_the_family("family:proof")
    file = ask_door(ana, "GET", proof, filled).content
    lines = [link.told for link in proving.links_of(Chain.objects.get(family=cast.family))]
    words = {str(word) for told in lines for word in told.values() if len(str(word)) > 4} | {"standing", "person"}
    assert len(words) > 5
    assert not [word for word in words if word.encode() in file]


def test_a_record_sent_unsealed_is_found(filled, cast, ana, monkeypatch):
    """Planted: the record is sent unsealed."""
    monkeypatch.setattr(pages, "seal_record", lambda family: proving.export_proof(family).encode())
    silent, declined = (seen(ana, filled, events, "family:proof") for events in ([], [Event.DECLINE]))
    assert differing(silent, declined) == ["family:proof"]
