"""The server goes on when its process crashes, and knows the address that was set during setup."""

import os
import signal
from time import monotonic, sleep

import httpx
import pytest

from tests.cli.forked import serving_process
from tests.inside import inside
from tests.running import Running

pytestmark = pytest.mark.harness


def test_when_its_process_is_killed_another_takes_its_place(tmp_path):
    with Running(tmp_path / "place") as running:
        os.kill(serving_process(running), signal.SIGKILL)
        begun = monotonic()
        while monotonic() - begun < 20:
            try:
                assert httpx.get(running.url + "/healthz").status_code == 200
                break
            except httpx.TransportError:
                sleep(0.1)
        else:
            pytest.fail("nobody answers any more")
        assert running.stop() == 0


def test_it_stops_within_moments_though_somebody_holds_a_connection(tmp_path):
    with Running(tmp_path / "place") as running, httpx.Client() as reader:
        reader.get(running.url + "/healthz")
        begun = monotonic()
        assert running.stop() == 0
        assert monotonic() - begun < 8


def test_an_https_address_from_setup_makes_cookies_secure(place):
    inside(place, "from held.place.models import Place; Place.objects.update(address='https://our-place.example')")
    with Running(place) as running:
        assert "https://our-place.example" in running.output
        answer = httpx.get(running.url + "/entrance/", headers={"X-Forwarded-Proto": "https"}, follow_redirects=True)
        assert all(cookie.startswith("__Host-") for cookie in answer.headers.get_list("set-cookie"))
        assert (
            "max-age"
            in httpx.get(running.url + "/", headers={"X-Forwarded-Proto": "https"}).headers["strict-transport-security"]
        )


def test_many_slow_readers_do_not_stop_the_others(tmp_path):
    import socket  # noqa: PLC0415

    with Running(tmp_path / "place") as running:
        slow = []
        for _ in range(40):
            line = socket.create_connection(("127.0.0.1", running.port))
            line.sendall(b"POST /entrance/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf")
            slow.append(line)
        begun = monotonic()
        assert httpx.get(running.url + "/", timeout=10).status_code == 200
        assert monotonic() - begun < 3
        for line in slow:
            line.close()
