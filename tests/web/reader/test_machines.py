"""What machines are told."""

import json
from xml.etree import ElementTree

import pytest
from django.db import DatabaseError

from held.keyring.words import NoWrappingKey
from held.stories.models import Opening
from held.web.reader import machines
from tests import cast as people

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_has_title_first_line_and_address_and_no_more(cast, anyone):
    body = people.ESSAY + "\n\nThe third paragraph stays in the story."
    people.open_to(people.write_story(cast, body=body), Opening.Circle.EVERYONE, by=cast.ana, wished="noor")
    feed = ElementTree.fromstring(anyone.get("/stories.atom").content)
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == people.TITLE
    assert entry.find(f"{ATOM}link").get("href").endswith("/stories/noor/")
    assert people.CANARY in entry.findtext(f"{ATOM}summary")


@pytest.mark.parametrize("title", ["\x00\x0b<&>", "a]]>b", "🕯️ ﷽", "\ufffe"])
def test_no_title_breaks_the_feed(cast, anyone, title):
    people.open_to(people.write_story(cast, title=title), Opening.Circle.EVERYONE, by=cast.ana)
    ElementTree.fromstring(anyone.get("/stories.atom").content)


def test_robots_and_miners_are_told(anyone, db):
    assert "GPTBot" in anyone.get("/robots.txt").content.decode()
    assert json.loads(anyone.get("/.well-known/tdmrep.json").content) == [{"location": "/", "tdm-reservation": 1}]
    assert anyone.get("/")["tdm-reservation"] == "1"


def test_healthz_answers_for_any_host_name_and_other_pages_do_not(anyone, db):
    assert anyone.get("/healthz", headers={"host": "10.1.2.3:8000"}).status_code == 200
    assert anyone.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_readyz_is_ready_on_a_migrated_place(anyone, db):
    assert anyone.get("/readyz").json() == {"ready": True, "not_ready": []}


def test_readyz_says_what_is_not_ready(anyone, db, monkeypatch):
    monkeypatch.setattr(machines, "_disk_has_room", lambda: False)
    monkeypatch.setattr(machines, "open_ring", gone)
    answer = anyone.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "not_ready": ["keys", "disk"]}


def test_readyz_says_when_the_database_is_away(anyone, db, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(machines, "_tables_are_up_to_date", away)
    assert anyone.get("/readyz").json() == {"ready": False, "not_ready": ["database"]}


def gone(_folder):
    raise NoWrappingKey("the kek is not there")
