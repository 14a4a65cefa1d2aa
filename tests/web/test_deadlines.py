"""The deadlines of forms and photographs, on connections to a running place."""

import socket
from http.client import HTTPResponse
from time import sleep

import httpx
import pytest

from tests.forms import Hand
from tests.planted.running import Planted
from tests.promises.sending import Desk, another_png
from tests.seeding import seed

pytestmark = pytest.mark.harness
HEAD = "POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: {url}\r\nCookie: {cookie}\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A place whose deadlines are a second, and the people there."""
    folder = tmp_path_factory.mktemp("deadlines") / "place"
    known = seed(folder)
    with Planted(folder, "short_deadlines", threads=64) as place:
        yield place, known
        place.kill()


def begin(place, path: str, body: str, length: int, cookie: str = "a=b") -> socket.socket:
    """Send the headers and some of a form."""
    line = socket.create_connection(("localhost", place.port), timeout=60)
    head = HEAD.format(path=path, port=place.port, url=place.url, cookie=cookie) + FORM.format(length=length)
    line.sendall((head + body).encode())
    return line


def answer(line: socket.socket) -> str:
    """The response, headers and body."""
    with line:
        came = HTTPResponse(line)
        came.begin()
        head = "".join(f"{name}: {value}\n" for name, value in came.getheaders())
        return f"HTTP/1.1 {came.status}\n{head}{came.read().decode()}".lower()


@pytest.mark.parametrize("body", ["", "sheet=a"])
def test_a_form_that_does_not_end_is_answered_at_its_deadline(place, body):
    told = answer(begin(place[0], "/entrance/", body, 1_000))
    assert told.startswith("http/1.1 408")
    assert "connection: close" in told
    assert "nothing was changed. your words are still on your page" in told


STAYING = [
    ("/entrance/", ""),
    ("/entrance/", "s"),
    ("/nothing/", ""),
    ("/c/nobody/photographs", "x"),
    ("/c/a/nobody/answer", ""),
]


@pytest.mark.parametrize("expects", ["", "Expect: 100-continue\r\n"])
def test_who_stays_connected_after_the_deadline_stops_nobody(place, expects):
    lines = [begin(place[0], path, body, 1_000, cookie=f"a=b\r\n{expects}".rstrip()) for path, body in STAYING * 4]
    for _second in range(4):
        sleep(1)  # the deadline is a second
        assert httpx.get(place[0].url + "/healthz", timeout=2).status_code == 200
    for line in lines:
        line.close()


def test_a_place_with_such_connections_ends_when_it_is_told_to(tmp_path):
    seed(tmp_path / "place")
    with Planted(tmp_path / "place", "short_deadlines", threads=64) as place:
        line = begin(place, "/entrance/", "s", 1_000)
        sleep(2)
        place.process.kill()
        assert place.process.wait(10) is not None
        line.close()


def test_a_stalled_photo_upload_is_answered_at_its_deadline(place):
    desk = Desk(place[0].url, place[1])
    line = desk.begin(another_png("slow") + bytes(400_000), 150_000)
    assert answer(line).startswith("http/1.1 400")
    desk.close()


def test_words_that_were_cut_off_on_their_way_are_not_saved(place):
    running, known = place
    path = f"/family/leaves/{known['leaf']}/"
    hand = Hand(running.url, known["cookies"]["ana"])
    form = hand.form(path, action_ends=path)
    sent = hand.http.build_request("POST", path, data=form.filled(body="The quince and the rain.")).read().decode()
    cookies = "; ".join(f"{name}={value}" for name, value in hand.http.cookies.items())
    half = sent[: sent.index("and+the")]
    line = begin(running, path, half, len(sent), cookies)
    line.shutdown(socket.SHUT_WR)
    answer(line)
    assert "The quince" not in hand.http.get(path).text
    assert hand.send(form, body="The quince and the rain.").status_code == 303
    assert "The quince and the rain." in hand.http.get(path).text
    hand.close()
