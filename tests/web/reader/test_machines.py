"""The pages for machines."""

import json
from datetime import timedelta

from django.db import DatabaseError

from held.keyring.text import NoWrappingKey
from held.lib.clock import now
from held.place.models import Place
from held.web.reader import machines
from tests import cast as people
from tests.counting import counting


def test_crawlers_and_data_miners_are_told_the_terms(anyone, db):
    assert "GPTBot" in anyone.get("/robots.txt").content.decode()
    assert json.loads(anyone.get("/.well-known/tdmrep.json").content) == [{"location": "/", "tdm-reservation": 1}]
    assert anyone.get("/")["tdm-reservation"] == "1"


def test_healthz_answers_for_any_host_name_and_other_pages_do_not(anyone, db):
    assert anyone.get("/healthz", headers={"host": "10.1.2.3:8000"}).status_code == 200
    assert anyone.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_readyz_is_ready_on_a_migrated_place(anyone, db):
    assert anyone.get("/readyz").json() == {"ready": True, "not_ready": [], "newest_copy_age_seconds": None}


def test_readyz_tells_how_old_the_newest_copy_is(anyone, db):
    Place.objects.create(pk=1, backed_up_at=now() - timedelta(hours=30), backed_up_to="/media/second")
    assert 30 * 3600 <= anyone.get("/readyz").json()["newest_copy_age_seconds"] < 31 * 3600
    Place.objects.update(backed_up_at=now() + timedelta(days=300))
    assert anyone.get("/readyz").json()["newest_copy_age_seconds"] is None


def test_readyz_names_each_part_that_is_not_ready(anyone, db, monkeypatch):
    monkeypatch.setattr(machines, "_disk_has_room", lambda: False)
    monkeypatch.setattr(machines, "open_ring", gone)
    answer = anyone.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "not_ready": ["keys", "disk"], "newest_copy_age_seconds": None}


def test_readyz_opens_one_key_and_counts_none(cast, anyone):
    with counting() as few:
        assert anyone.get("/readyz").json()["ready"]
    for _ in range(30):
        people.person("Somebody")
    with counting() as many:
        assert anyone.get("/readyz").json()["ready"]
    assert few == many
    assert few.keys == 1


def test_readyz_tries_no_key_while_tables_are_not_up_to_date(anyone, db, monkeypatch):
    monkeypatch.setattr(machines, "_tables_are_up_to_date", lambda: False)
    monkeypatch.setattr(machines, "one_key_opens", gone)
    assert anyone.get("/readyz").json()["not_ready"] == ["migrations"]


def test_readyz_says_when_the_database_is_away(anyone, db, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(machines, "_tables_are_up_to_date", away)
    assert anyone.get("/readyz").json() == {"ready": False, "not_ready": ["database"], "newest_copy_age_seconds": None}


def gone(_folder):
    raise NoWrappingKey("the kek is not there")
