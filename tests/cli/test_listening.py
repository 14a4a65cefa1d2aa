"""The place answers at both addresses of this machine, and a stop lets both finish their responses."""

import signal
import socket

import httpx
import pytest

from held.cli import listening, ports
from tests.running import Running, held

pytestmark = pytest.mark.harness


@pytest.mark.skipif(not ports.has_ipv6(), reason="this machine has no [::1]")
def test_a_browser_finds_it_at_either_address_of_localhost(tmp_path):
    with Running(tmp_path / "place") as place:
        for address in ("127.0.0.1", "[::1]"):
            assert httpx.get(f"http://{address}:{place.port}/healthz").status_code == 200
            assert "content-security-policy" in httpx.get(f"http://{address}:{place.port}/").headers
        with socket.create_connection(("::1", place.port)) as line:
            line.sendall(b"POST /address-check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf")
            place.process.send_signal(signal.SIGTERM)
            line.sendall(b"=whole")
            line.settimeout(30)
            assert line.recv(12) in {b"HTTP/1.1 404", b"HTTP/1.1 403", b"HTTP/1.1 400"}
        assert place._ended() == 0


@pytest.mark.skipif(not ports.has_ipv6(), reason="this machine has no [::1]")
def test_a_second_place_is_refused_where_only_ipv6_is_taken(tmp_path):
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as other:
        ended = held("serve", data=tmp_path / "place", HELD_PORT=str(other.getsockname()[1]))
    assert ended.returncode == 1
    assert "is in use by another program" in ended.stderr


def test_without_ipv6_it_listens_at_one_address(monkeypatch):
    made = []
    monkeypatch.setattr(listening, "_OneAddress", lambda *given: made.append(given))
    monkeypatch.setattr(listening, "has_ipv6", lambda: False)
    listening.BothAddresses(1, "listener", 64)
    assert made == [(1, "listener", 64)]
    monkeypatch.setattr(listening, "has_ipv6", lambda: True)
    listening.BothAddresses(1, "listener", 64)
    assert len(made) == 3
