"""After a whole copy the host's address is requested, once, without content; a copy is whole without a response too."""

import logging
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from held.keeping.ping import ping
from held.lib.environment import WrongSetting
from held.settings import read_ping


class Watch(BaseHTTPRequestHandler):
    """A service that records its requests."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]  # set below
        self.send_response(self.server.answer)  # type: ignore[attr-defined]  # set below
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture
def watch() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Watch)
    server.asked, server.answer = [], 200  # type: ignore[attr-defined]  # for the handler
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    log = logging.getLogger("held.keeping.ping")
    monkeypatch.setattr(log, "warning", lambda message, *given: lines.append(message % given))
    return lines


def test_it_is_asked_for_once_and_told_nothing(watch, settings, said):
    settings.HELD_PING = f"http://127.0.0.1:{watch.server_port}/ping/secret?of=ours"
    assert ping()
    ((path, headers),) = watch.asked
    assert path == "/ping/secret?of=ours"
    assert headers == {
        "Host": f"127.0.0.1:{watch.server_port}",
        "Accept-Encoding": "identity",
        "User-Agent": "held",
        "Connection": "close",
    }
    assert not said


def test_without_the_setting_nothing_is_asked(settings, said):
    settings.HELD_PING = ""
    assert not ping()
    assert not said


@pytest.mark.parametrize("answer", [404, 500, 302])
def test_a_refusal_is_logged_without_the_address(watch, settings, said, answer):
    watch.answer = answer
    settings.HELD_PING = f"http://127.0.0.1:{watch.server_port}/ping/secret"
    assert not ping()
    assert said == [f"the copy is whole; the address in HELD_PING answered with {answer}"]


def test_nobody_there_is_logged_without_the_address(settings, said):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.HELD_PING = f"http://127.0.0.1:{free.getsockname()[1]}/ping/secret"
    assert not ping()
    assert said == ["the copy is whole; the address in HELD_PING could not be reached"]


@pytest.mark.parametrize("given", ["", "https://watch.example/a", "http://127.0.0.1:9000/a?b=c"])
def test_a_valid_ping_address_is_accepted(given):
    assert read_ping(given) == given


REFUSED = [
    "watch.example",
    "ftp://watch.example",
    "https://",
    "https://a.example/\nb",
    "https://name:secret@a.example/b",
    "https://a.example:99999/b",
    "https://a.example:port/b",
    "https://a.example/grüße",
    "https://grüße.example/",
    "https://a.example/a b",
    "http://[::1/x",
]


@pytest.mark.parametrize("given", REFUSED)
def test_any_other_ping_address_is_refused(given):
    with pytest.raises(WrongSetting, match="HELD_PING needs") as told:
        read_ping(given)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("given", ["http://[::1/x", "http://127.0.0.1:99999/", "http://127.0.0.1:1/grüße"])
def test_an_address_that_was_never_read_raises_nothing(settings, said, given):
    settings.HELD_PING = given
    assert not ping()
    assert said == ["the copy is whole; the address in HELD_PING could not be reached"]
