"""Behind the shipped nginx.conf and Caddyfile each network has its own rate limits, and nobody can choose theirs."""

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from tests.deploy.fronts import NGINX, Front, caddy, nginx
from tests.running import Running

pytestmark = pytest.mark.harness
FRONTS = {"caddy": caddy, "nginx": nginx}
ONE, ANOTHER = "127.0.0.1", "127.0.0.2"
LIMIT = 60  # wrong links a minute; `ACCOUNT_RATE_LIMITS` has it

From = Callable[[str], "Visitor"]


class Visitor:
    """A browser whose connections come from one address of this machine."""

    def __init__(self, front: Front, source: str) -> None:
        transport = httpx.HTTPTransport(verify=False, local_address=source)  # a certificate of this test
        headers = {"Origin": front.url, "Referer": f"{front.url}/"}
        self.http = httpx.Client(base_url=front.url, transport=transport, headers=headers, timeout=20)

    def press(self, link: str, **headers: str) -> int:
        """The response status for somebody who presses the button of this link."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.http.get("/entrance/").text)[1]
        return self.http.post(link, data={"csrfmiddlewaretoken": token}, headers=headers).status_code


@pytest.fixture(params=sorted(FRONTS))
def front(request, tmp_path) -> Iterator[Front]:
    """The web server, with nothing behind it yet."""
    if request.param == "nginx" and not NGINX:
        if os.environ.get("CI") == "true":
            pytest.fail("nginx is not installed, and in CI nothing is skipped")
        pytest.skip("nginx is not installed")
    with FRONTS[request.param](tmp_path / "front") as running:
        yield running


@pytest.fixture
def fronted(front, tmp_path) -> Iterator[tuple[Running, Front, From]]:
    """A new place, the web server in front of it, and visitors from any address a test names."""
    with ExitStack() as open_now:
        place = Running(tmp_path / "place", port=front.backend, HELD_ADDRESS=front.url)
        open_now.enter_context(place)

        def come_from(source: str) -> Visitor:
            visitor = Visitor(front, source)
            open_now.callback(visitor.http.close)
            return visitor

        yield place, front, come_from


def test_wrong_links_of_one_network_stop_no_other_and_no_good_link(fronted):
    place, front, come_from = fronted
    one, another = come_from(ONE), come_from(ANOTHER)
    told = [one.press("/entrance/link/nothing/") for _ in range(LIMIT + 1)]
    assert (told[0], told[-1]) == (404, 429)
    for made_up in ("203.0.113.5", f"203.0.113.5, {ANOTHER}", ANOTHER):
        assert one.press("/entrance/link/nothing/", **{"X-Forwarded-For": made_up}) == 429, made_up
    assert another.press("/entrance/link/nothing/") == 404
    assert one.press(place.first_link) == 303
    assert_not_written(ANOTHER, place, front)


def test_the_place_is_told_one_address_and_it_is_the_true_one(front):
    heard: list[list[str]] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.headers.get_all("X-Forwarded-For", []))
            self.send_response(204)
            self.end_headers()

    with HTTPServer(("127.0.0.1", front.backend), Listening) as behind:
        threading.Thread(target=behind.serve_forever, daemon=True).start()
        for made_up in ({}, {"X-Forwarded-For": "203.0.113.5"}, {"X-Forwarded-For": f"203.0.113.5, {ONE}"}):
            with Visitor(front, ANOTHER).http as http:
                http.get("/", headers=made_up)
        behind.shutdown()
    assert heard == [[ANOTHER]] * 3


def assert_not_written(address: str, place: Running, front: Front) -> None:
    """No file of the place or the web server contains it, and no line that they printed."""
    assert address not in front.written()
    assert address not in place.output
    for path in place.data.rglob("*"):
        assert not path.is_file() or address.encode() not in path.read_bytes(), path
