"""Without TLS the server speaks HTTP/1.1 alone: neither kind of HTTP/2 in clear (RFC 9113, 3.3, and RFC 7540, 3.2)."""

import socket
from collections.abc import Iterator

import pytest

from tests.running import Running

pytestmark = pytest.mark.harness

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
SETTINGS = b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"  # an empty frame of this kind, as either side begins
UPGRADE = (
    b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
    b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"
)


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("place") / "place") as place:
        yield place


def answered(running: Running, sent: bytes) -> bytes:
    """What is answered before a second of silence, or before the server closes the connection."""
    with socket.create_connection(("127.0.0.1", running.port), timeout=1) as line:
        line.sendall(sent)
        found = b""
        try:
            while came := line.recv(4096):
                found += came
        except (TimeoutError, ConnectionResetError):
            pass
        return found


def is_http_2(answer: bytes) -> bool:
    """Whether it begins with a SETTINGS frame (its fourth byte says which kind of frame it is)."""
    return len(answer) >= len(SETTINGS) and not answer.startswith(b"HTTP/1") and answer[3] == 4


def test_a_frame_of_settings_is_recognised():
    assert is_http_2(SETTINGS)
    assert not is_http_2(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    assert not is_http_2(b"")


def test_http_2_begun_at_once_is_not_accepted(running):
    assert not is_http_2(answered(running, PREFACE + SETTINGS))


def test_http_2_that_is_asked_for_is_not_accepted(running):
    answer = answered(running, UPGRADE)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"101 Switching" not in answer


def test_http_1_requests_are_answered_normally(running):
    assert answered(running, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").startswith(b"HTTP/1.1 200 ")
