"""Behind every ordinary web server pages open and forms work, because our pages' origin is the configured address."""

from dataclasses import dataclass

import pytest
from django.test import Client, RequestFactory

from held.consent import involved
from held.consent.consent_links import ask
from held.families.persons import add_person
from held.place.models import Place
from held.publishing.addresses import addresses_of
from held.stories.models import Publication
from held.web import allowed_hosts
from tests import cast as cast_of_tests
from tests.photographs import photograph
from tests.web.header_sets import (
    ADDRESS,
    ELSEWHERE,
    NAME,
    SETS,
    HeaderSet,
    Page,
    People,
    asking,
    consent,
    entrance,
    host,
    not_as_told,
)


@dataclass
class InProcess:
    """A browser whose requests arrive with these headers."""

    client: Client
    arrives: HeaderSet
    says: dict[str, str]  # what it says about where a form comes from

    def open(self, path: str) -> Page:
        return self._came(self.client.get(path, headers=self._headers))

    def send(self, path: str, fields: dict[str, list[str]]) -> Page:
        return self._came(self.client.post(path, fields, headers=self._headers | self.says))

    @property
    def _headers(self) -> dict[str, str]:
        return {"host": self.arrives.host} | self.arrives.headers

    def _came(self, answer) -> Page:
        text = answer.content.decode() if not answer.streaming else ""
        return Page(answer.status_code, text, answer.get("Location", ""), dict(answer.headers))


@pytest.fixture
def address(request, cast, settings):
    """The place has an address, by a setting or from setup."""
    is_set = getattr(request, "param", "set") == "set"
    settings.HELD_ADDRESS = ADDRESS if is_set else ""
    Place.objects.update(address="" if is_set else ADDRESS)


@pytest.fixture
def people(cast, address, signed_in):
    """All people, with what each of them is asked or does; a function that gives them browsers."""
    story = cast_of_tests.write_story(cast)
    placed = photograph(cast, story)
    cast_of_tests.open_to(story, Publication.Circle.LINK, by=cast.ana)
    mika = add_person(cast.family, "Mika", "", by=cast.ana)
    involvement = involved.name_person(
        photograph(cast, story).leaf.picture, mika, in_it=True, took_it=False, by=cast.ana
    )
    asked = ask(involvement, ["link"], by=cast.ana)

    def behind(arrives: HeaderSet, says: dict[str, str] | None = None) -> People:
        browsers = {}
        for name, account in (("reader", None), ("ana", cast.ana), ("hilde", cast.hilde)):
            client = signed_in(account) if account else Client()
            client.handler.enforce_csrf_checks = True
            browsers[name] = InProcess(client, arrives, {"Origin": ADDRESS} if says is None else says)
        return People(browsers, addresses_of(story)["LINK"], placed.name, placed.entry_id, asked)

    return behind


@pytest.mark.parametrize("address", ["set", "told on the first evening"], indirect=True)
def test_pages_open_and_forms_work_as_the_table_says(people):
    wrong = {one.name: pages for one in SETS if (pages := not_as_told(people(one), one))}
    assert not wrong


LOCALLY = {"host": "127.0.0.1:8000"}


def came(**headers: str):
    return RequestFactory().post("/", headers=LOCALLY | headers)


@pytest.mark.parametrize(
    ("headers", "at_our_address"),
    [
        ({}, False),
        ({"Origin": ADDRESS}, True),
        ({"Origin": "http://127.0.0.1:8000", "X-Forwarded-Host": NAME}, False),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Referer": f"{ADDRESS}/help/"}, True),
        ({"Referer": "https://mail.example/", "X-Forwarded-Host": NAME}, True),
        ({"Referer": f"{ADDRESS}.elsewhere.example/"}, False),
        ({"Referer": f"https://elsewhere.example@{NAME}/"}, False),
        ({"X-Forwarded-Host": f"inner, {NAME}"}, True),
        ({"Forwarded": f"for=192.0.2.7, host={NAME}"}, True),
        ({"Forwarded": "host=elsewhere.example"}, False),
        ({"Forwarded": "proto=HTTPS"}, True),
        ({"X-Forwarded-Proto": "http"}, False),
    ],
)
def test_the_browsers_own_headers_decide_whether_it_is_us(settings, headers, at_our_address):
    settings.HELD_ADDRESS = ADDRESS
    assert allowed_hosts.is_at_our_address(came(**headers)) is at_our_address


def test_work_on_this_machine_goes_on_beside_a_told_address(people):
    local = HeaderSet("this machine", "localhost:8000")
    assert not not_as_told(people(local, {"Origin": "http://localhost:8000"}), local)


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "http://our-place.example", "null", ADDRESS + ":8443"])
def test_another_origin_is_refused_behind_any_web_server(people, origin):
    for one in (SETS[0], HeaderSet("no host", "127.0.0.1:8000", {"X-Forwarded-Host": NAME})):
        found = people(one, {"Origin": origin})
        assert not any(form(found) for form in (asking, entrance, consent, host)), one


def test_a_form_with_a_referer_but_no_origin_is_accepted(people):
    for one in SETS:
        if one.works:
            found = people(one, {"Referer": f"{ADDRESS}/entrance/"})
            assert (entrance(found), host(found)) == (True, True), one.name


def test_no_stranger_gets_a_name_of_theirs_into_a_page_or_a_redirect(people):
    for one in SETS:
        browser = people(one).browsers["reader"]
        for path in ("/", "/entrance/", "/family/", "/stories.atom", "/robots.txt", "/no-such-page"):
            page = browser.open(path)
            assert ELSEWHERE not in page.text + page.location + str(page.headers), (one.name, path)


def test_a_passkey_is_asked_for_by_our_name_behind_every_web_server(people):
    for one in SETS:
        if one.works:
            headers = {"host": one.host, "Referer": f"{ADDRESS}/entrance/"} | one.headers
            asked = Client().get("/entrance/passkey/", headers=headers).json()
            assert asked["publicKey"]["rpId"] == NAME, one.name
