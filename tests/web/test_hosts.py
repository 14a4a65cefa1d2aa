"""We answer at our own address and at no other name."""

import pytest
from django.db import DatabaseError

from held.place.models import Place
from held.web import hosts


@pytest.mark.parametrize("name", ["localhost", "localhost:8000", "127.0.0.1:9", "[::1]:8000", "LOCALHOST"])
def test_the_machine_itself_is_answered(db, anyone, name):
    assert anyone.get("/quiet/", headers={"host": name}).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "",
        "elsewhere.example",
        "localhost.elsewhere.example",
        "our.example@elsewhere.example",
        "localhost:99999",
        "localhost:x",
    ],
)
def test_another_name_is_not_and_is_said_nothing(db, anyone, name):
    Place.objects.update_or_create(pk=1, defaults={"address": "https://our.example"})
    answer = anyone.get("/quiet/", headers={"host": name})
    assert answer.status_code == 400
    assert b"elsewhere" not in answer.content


def test_the_address_told_on_the_first_evening_is_answered_at_once(db, anyone):
    assert anyone.get("/quiet/", headers={"host": "our.example"}).status_code == 400
    Place.objects.update_or_create(pk=1, defaults={"address": "https://our.example"})
    assert anyone.get("/quiet/", headers={"host": "our.example"}).status_code == 200


def test_our_own_names_need_no_table(settings, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(hosts, "this_place", away)
    settings.HELD_ADDRESS = "https://our.example:8443"
    assert hosts.is_ours("our.example")
    assert hosts.is_ours("localhost")
    assert not hosts.is_ours("elsewhere.example")
