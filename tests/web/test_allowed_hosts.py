"""We answer at our own address and at no other name."""

import pytest
from django.db import DatabaseError
from django.test import RequestFactory

from held.lib.told_address import read_address
from held.place.models import Place
from held.web import allowed_hosts


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


def test_our_own_host_names_need_no_database(settings, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(allowed_hosts, "this_place", away)
    settings.HELD_ADDRESS = "https://our.example:8443"
    assert allowed_hosts.is_ours("our.example")
    assert allowed_hosts.is_ours("localhost")
    assert not allowed_hosts.is_ours("elsewhere.example")


def test_the_page_for_a_wrong_host_name_helps_the_host(db, anyone):
    said = anyone.get("/quiet/", headers={"host": "held:8000"}).content.decode()
    assert "Nothing was changed" in said
    assert "held check --address" in said


def test_a_local_request_asks_no_table_until_it_names_another_address(settings, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(allowed_hosts, "this_place", away)
    settings.HELD_ADDRESS = ""
    for headers in ({}, {"Origin": "http://localhost:8000"}, {"Referer": "http://localhost:8000/help/"}):
        assert not allowed_hosts.is_at_our_address(
            RequestFactory().get("/", headers={"host": "localhost:8000", **headers})
        )
    assert not allowed_hosts.is_at_our_address(
        RequestFactory().get("/", headers={"host": "localhost", "Origin": "https://a.b"})
    )


def test_a_standard_port_in_the_told_address_is_left_out():
    assert read_address("https://our.example:443") == "https://our.example"
    assert read_address("https://our.example:8443") == "https://our.example:8443"
    assert read_address("http://localhost:80") == "http://localhost"
