"""Each thing that a web server in front leaves out or changes is a finding, with a line for nginx and one for Caddy."""

import json

import pytest

from held.cli.outside import Answer
from held.cli.passed_on import judge, long_form_refused

ADDRESS = "https://our-place.example"
ARRIVED = {
    "Host": "told",
    "X-Forwarded-Host": "missing",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "one",
    "Forwarded": "missing",
    "Origin": "told",
    "Referer": "told",
    "Cookie": "there",
}
SENT = {
    "content-security-policy": "default-src 'none'",
    "cache-control": "private, no-store",
    "strict-transport-security": "max-age=31536000",
    "tdm-reservation": "1",
}


@pytest.fixture(autouse=True)
def address(settings):
    """The place has had an address since it was started."""
    settings.HELD_ADDRESS = ADDRESS


def answer(
    *, cookies: str = "https alone", address: str = "same", headers: dict | None = None, **arrived: str
) -> Answer:
    names = {name.replace("_", "-"): shape for name, shape in arrived.items()}
    body = json.dumps({"arrived": ARRIVED | names, "cookies": cookies, "address": address}).encode()
    return Answer(200, SENT | (headers or {}), body)


def test_behind_the_shipped_files_there_is_nothing_to_say():
    assert judge(answer(), ADDRESS) == ([], [])
    assert judge(answer(X_Forwarded_Proto="missing", X_Forwarded_For="several"), ADDRESS) == ([], [])


@pytest.mark.parametrize(
    ("came", "wrong", "nginx"),
    [
        (answer(Host="other"), "(Host), so no page opens", "proxy_set_header Host $http_host;"),
        (answer(Host="missing"), "(Host), so no page opens", "proxy_set_header Host $http_host;"),
        (answer(Host="local"), "(Host). Pages open and forms work", "proxy_set_header Host $http_host;"),
        (answer(X_Forwarded_For="missing"), "who asks (X-Forwarded-For)", "X-Forwarded-For $remote_addr;"),
        (answer(X_Forwarded_For="made up"), "a visitor made up", "X-Forwarded-For $remote_addr;"),
        (answer(Origin="missing"), "Origin: forms are refused", "proxy_set_header Origin"),
        (answer(Origin="local"), "Origin: forms are refused", "proxy_set_header Origin"),
        (answer(Cookie="missing"), "Cookie: nobody can sign in", "proxy_set_header Cookie"),
        (answer(headers={"cache-control": "public"}), "cache-control", "proxy_hide_header cache-control"),
        (answer(headers={"content-security-policy": ""}), "content-security-policy", "proxy_hide_header content"),
        (answer(headers={"strict-transport-security": ""}), "strict-transport-security", "add_header strict"),
    ],
)
def test_what_is_missing_or_wrong_is_named_with_its_remedy(came, wrong, nginx):
    ((finding,), _notes) = judge(came, ADDRESS)
    assert wrong in finding.wrong
    assert nginx in finding.remedy
    assert "Caddy: " in finding.remedy


def test_a_place_that_was_not_started_since_is_found():
    ((finding,), _notes) = judge(answer(cookies="any"), ADDRESS)
    assert "started before its address was told" in finding.wrong


def test_another_address_of_the_running_place_is_the_only_finding():
    ((finding,), notes) = judge(answer(address="another", Host="other", Origin="other", cookies="any"), ADDRESS)
    assert f"The place that is running uses another address than {ADDRESS}" in finding.wrong
    assert "Origin" not in finding.wrong + finding.remedy
    assert "restart it (systemctl restart held)" in finding.remedy
    assert "HELD_ADDRESS" in finding.remedy
    assert not notes


def test_each_remedy_says_where_the_line_goes_and_how_it_takes_effect():
    said = [
        judge(answer(Host="local"), ADDRESS),
        judge(answer(Origin="missing"), ADDRESS),
        judge(answer(headers={"cache-control": "public"}), ADDRESS),
        judge(Answer(502, {}, b""), ADDRESS),
        judge(Answer(404, {}, b""), ADDRESS),
        judge(Answer(301, {}, b""), ADDRESS),
        ([long_form_refused("413")], []),
    ]
    for (finding,), _notes in said:
        nginx, caddy = finding.remedy.splitlines()[-2:]
        assert nginx.startswith("nginx: ")
        assert "/etc/nginx/sites-enabled/held" in nginx
        assert nginx.endswith("then nginx -t && systemctl reload nginx.")
        assert caddy.startswith("Caddy: ")
        assert "/etc/caddy/Caddyfile" in caddy
        assert caddy.endswith("then systemctl reload caddy.")


def test_a_header_line_goes_into_every_location_that_has_some():
    ((finding,), _notes) = judge(answer(Host="local"), ADDRESS)
    assert "beside proxy_pass, in every location that has proxy_set_header lines" in finding.remedy


def test_what_held_does_not_go_by_is_a_note():
    found, notes = judge(answer(X_Forwarded_Proto="http", Referer="missing"), ADDRESS)
    assert not found
    assert len(notes) == 2


@pytest.mark.parametrize(
    ("came", "wrong"),
    [
        (Answer(301, {"location": "https://www.our-place.example/x?y"}, b""), "to https://www.our-place.example, so"),
        (Answer(308, {"location": "/here"}, b""), "redirects forms, so"),
        (Answer(502, {}, b"<html>"), "does not reach this place (502)"),
        (Answer(404, SENT, b"<html>"), "Another held answers at this address, not this one"),
        (Answer(404, {}, b"<html>"), "Another program answers at this address (404)"),
        (Answer(200, {}, b'{"arrived": 1}'), "Another program answers"),
        (Answer(200, {}, b"[]"), "Another program answers"),
    ],
)
def test_another_program_at_our_address_is_found(came, wrong):
    ((finding,), _notes) = judge(came, ADDRESS)
    assert wrong in finding.wrong
    assert finding.remedy
