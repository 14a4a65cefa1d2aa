"""Caddy and nginx with the files of `deploy/`, in front of a real place: headers, cookies, forms, and quiet logs."""

import os
import secrets
from contextlib import suppress
from time import sleep

import httpx
import pytest

from tests.deploy.fronts import NGINX, caddy, nginx
from tests.forms import Hand
from tests.running import Running, held
from tests.seeding import seed

pytestmark = pytest.mark.harness
FRONTS = {"caddy": caddy, "nginx": nginx}


@pytest.fixture(scope="module", params=sorted(FRONTS))
def fronted(request, tmp_path_factory):
    """The web server, the place behind it, and the people there."""
    if request.param == "nginx" and not NGINX:
        if os.environ.get("CI") == "true":
            pytest.fail("nginx is not installed, and in CI nothing is skipped")
        pytest.skip("nginx is not installed")
    folder = tmp_path_factory.mktemp(request.param)
    data = folder / "place"
    data.mkdir(mode=0o700)
    known = seed(data)
    with (
        FRONTS[request.param](folder / "front") as front,
        Running(data, port=front.backend, HELD_ADDRESS=front.url) as place,
    ):
        yield front, place, known


@pytest.fixture
def hand(fronted):
    """Ana, who comes by the web server."""
    front, _place, known = fronted
    found = Hand(front.url)
    found.http.close()
    found.http = front.browser()
    found.http.cookies.set("__Host-held", known["cookies"]["ana"], domain="localhost.local", path="/")
    found.http.headers["Cookie"] = f"__Host-held={known['cookies']['ana']}"
    yield found
    found.close()


def test_a_page_arrives_with_every_header_it_left_with(fronted):
    front, _place, _known = fronted
    with front.browser() as browser:
        answer = browser.get("/")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert int(answer.headers["Strict-Transport-Security"].split("max-age=")[1].split(";")[0]) >= 31536000
    assert "set-cookie" not in answer.headers
    assert "alt-svc" not in answer.headers or "h3" in answer.headers["alt-svc"]


def test_the_address_check_passes_with_the_shipped_files(fronted):
    front, place, _known = fronted
    told = {"HELD_ADDRESS": front.url, "HELD_PORT": str(front.backend), "SSL_CERT_FILE": str(front.roots)}
    ended = held("check", "--address", data=place.data, **told)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Pages open there, and forms work." in ended.stdout


def test_cookies_are_for_this_host_by_tls_alone(fronted, hand):
    answer = hand.http.get("/family/")
    assert answer.status_code == 200
    cookies = answer.headers.get_list("set-cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie
        assert "Domain" not in cookie


def test_words_arrive_through_the_web_server(fronted, hand):
    front, _place, known = fronted
    path = f"/family/leaves/{known['leaf']}/"
    hand.http.headers["Referer"] = f"{front.url}{path}"
    form = hand.form(path, action_ends=path)
    assert hand.send(form, body="The quince stands in the rain.").status_code == 303
    assert "The quince stands in the rain." in hand.http.get(path).text


@pytest.mark.parametrize(
    ("path", "megabytes", "told"),
    [
        ("/family/stories/{story}/photographs/", 1, True),
        ("/family/leaves/{leaf}/", 11, True),  # as much as a form may have
        ("/family/leaves/{leaf}/", 11, False),  # without its length, as no browser sends it
    ],
)
def test_nothing_that_is_sent_is_laid_down_on_its_way(fronted, path, megabytes, told):
    front, _place, known = fronted
    canary = secrets.token_hex(16).encode()

    def slowly():
        for _time in range(megabytes):
            yield canary * 32_000
        sleep(0.5)
        written.append(front.written())
        yield canary

    written = []
    headers = {"Cookie": f"__Host-held={known['cookies']['ana']}"}
    headers |= {"Content-Length": str(len(canary) * (megabytes * 32_000 + 1))} if told else {}
    # A form that is too long is not read to its end: the place answers and closes the connection, and a web server that
    # is still sending may lose that answer. Here only what it wrote meanwhile counts.
    with front.browser() as browser, suppress(httpx.RemoteProtocolError):
        browser.post(path.format(**known), content=slowly(), headers=headers)
    assert written
    assert canary.decode() not in written[0]


def test_a_stranger_cannot_say_that_they_came_by_another_name(fronted):
    front, _place, _known = fronted
    with front.browser() as browser:
        told = browser.get("/", headers={"X-Forwarded-Host": "elsewhere.example"}).text
        assert "elsewhere.example" not in told
        assert browser.get("/", headers={"X-Forwarded-Proto": "http"}).headers["Strict-Transport-Security"]


def test_no_address_is_written_down_though_the_place_be_away(fronted):
    front, place, _known = fronted
    secret = secrets.token_urlsafe(16)
    with front.browser() as browser:
        assert browser.get(f"/stories/{secret}/").status_code == 404
        assert browser.get(f"/entrance/link/{secret}/?asked={secret}", headers={"Referer": f"{front.url}/{secret}"})
        place.stop()
        assert browser.get(f"/stories/{secret}/").status_code == 502
        place.start()
    assert secret not in front.written()
    assert secret not in place.output
