"""The request log: one line for each request, and none for those that tell about somebody in a photograph."""

import pytest

from held.web.audiences import is_logged
from tests import cast as people
from tests.doors import every_door
from tests.promises.walking import ask_door, fill


@pytest.fixture
def told(caplog):
    """The lines that were logged since."""
    caplog.set_level("INFO", logger="held.requests")
    caplog.clear()
    return lambda: [line.getMessage() for line in caplog.records if line.name == "held.requests"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_request_of_a_contributor_is_logged(cast, anyone, signed_in, told, method):
    filled = fill(cast, people.write_story(cast))
    doors = [door for door in every_door() if not is_logged(door.page)]
    assert len([door for door in doors if door.name.startswith("contributor:")]) >= 11
    for browser in (anyone, signed_in(cast.ana, key=True)):
        for door in doors:
            ask_door(browser, method, door, filled)
    assert not told()


def test_a_parents_own_answer_is_not_logged_either(cast, signed_in, told):
    for act in ("own-asking", "own-answer"):
        signed_in(cast.ana).post(f"/family/parts/00000000-0000-4000-8000-000000000000/{act}")
    assert not told()


def test_every_other_page_has_a_line_in_the_log(db, anyone, told):
    anyone.get("/quiet/")
    assert [line.split()[:3] for line in told()] == [["GET", "reader:quiet", "200"]]


SECRET = ("address", "name", "ticket", "token", "asked_token", "envelope_token", "named_token")


def test_no_secret_of_an_address_is_logged_by_any_page(cast, anyone, signed_in, caplog):
    filled = fill(cast, people.write_story(cast))
    caplog.set_level("DEBUG", logger="held")
    caplog.clear()
    for browser in (anyone, signed_in(cast.ana, key=True)):
        for door in every_door():
            ask_door(browser, "GET", door, filled)
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) > 80
    assert not [line for line in lines if "/" in line or any(filled[name] in line for name in SECRET)]
