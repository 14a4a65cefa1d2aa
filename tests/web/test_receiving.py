"""Photographs on their way in: never in clear on the disk, few at once, and slow senders stop nobody else."""

import json
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest
from django.urls import reverse

from held.pictures.models import Picture
from held.web import receiving
from held.web.middleware.request_bodies import DRAINING
from held.web.receiving import RECEIVERS
from tests import cast as people
from tests.drawn import drawn_png
from tests.planted.running import Planted
from tests.running import Running
from tests.seeding import seed

CANARY = b"kanarienvogelfoto" * 4
BOUNDARY = "where-it-ends"
PART = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{{}}"{{}}\r\n\r\n'
ALL = 16


def test_a_busy_place_says_the_photos_are_still_on_the_phone(cast, signed_in, monkeypatch):
    monkeypatch.setattr(receiving, "MAX_WAIT", 0.01)
    address = reverse("family:photographs", args=[people.write_story(cast).pk])
    browser = signed_in(cast.ana)
    headers = {"Origin": "http://localhost"}
    taken = [RECEIVERS.take() for _number in range(ALL)]
    try:
        page = browser.post(address, {}, headers=headers)
        told = browser.post(address, {}, headers={**headers, "Accept": "application/json"})
    finally:
        for _place in filter(None, taken):
            RECEIVERS.give_back()
    for answer in (page, told):
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    said = "Everything is still on this device. We’ll try again shortly."
    assert said in page.content.decode()
    assert "Send these photographs" in page.content.decode()
    assert told.json()["said"] == said
    assert not Picture.objects.exists()


def test_a_request_we_do_not_read_to_its_end_is_closed(cast, signed_in):
    address = reverse("family:photographs", args=[people.write_story(cast).pk])
    taken = [DRAINING.take() for _number in range(ALL)]
    try:
        answer = signed_in(cast.otto).post(address, {"a": "b"})
    finally:
        for _place in filter(None, taken):
            DRAINING.give_back()
    assert (answer.status_code, answer["Connection"]) == (404, "close")
    assert "Connection" not in signed_in(cast.otto).post(address, {"a": "b"})


class Sender:
    """Somebody who sends photographs by hand, as slowly as the test wants."""

    def __init__(self, place: Running, seeded: dict) -> None:
        self.address = f"/family/stories/{seeded['story']}/photographs/"
        self.cookie = {"held": seeded["cookies"]["ana"]}
        self.http = httpx.Client(base_url=place.url, cookies=self.cookie, headers={"Origin": place.url}, timeout=30)
        page = self.http.get(self.address).text
        self.token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        self.place = place

    def body(self, data: bytes) -> bytes:
        token = PART.format("csrfmiddlewaretoken", "") + self.token + "\r\n"
        file = PART.format("photographs", '; filename="IMG_7.PNG"\r\nContent-Type: image/png')
        return (token + file).encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()

    def begin(self, body: bytes, sent: int) -> socket.socket:
        """Send this many bytes and then wait."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        head = (
            f"POST {self.address} HTTP/1.1\r\nHost: localhost:{self.place.port}\r\nOrigin: {self.place.url}\r\n"
            f"Cookie: {cookies}\r\nAccept: application/json\r\nContent-Length: {len(body)}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
        )
        line = socket.create_connection(("127.0.0.1", self.place.port), timeout=30)
        line.sendall(head.encode() + body[:sent])
        return line

    def kept(self) -> int:
        """How many photographs the list names."""
        return self.http.get(self.address).text.count("/leaves/") // 2


@pytest.fixture
def sender(tmp_path) -> Iterator[Sender]:
    data = tmp_path / "place"
    seeded = seed(data)
    with Running(data, TMPDIR=str(tmp_path)) as place:
        yield Sender(place, seeded)


def answer_of(line: socket.socket) -> tuple[int, dict]:
    answer = HTTPResponse(line)
    answer.begin()
    return answer.status, json.loads(answer.read())


def eventually(fine, seconds: float = 15) -> bool:
    until = monotonic() + seconds
    while not fine() and monotonic() < until:
        sleep(0.1)
    return bool(fine())


def in_clear(folders: list[Path], processes: list[int]) -> list[str]:
    """Files, and open files without a name, that contain the canary."""
    named = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    opened = [path for number in processes for path in Path(f"/proc/{number}/fd").glob("*")]
    found = []
    for path in named + opened:
        try:
            if path.is_file() and CANARY in path.read_bytes():
                found.append(str(path))
        except OSError:
            continue  # gone meanwhile, or not readable
    return found


def family_of(process: int) -> list[int]:
    """A process and all its descendants."""
    told = "".join(path.read_text() for path in Path(f"/proc/{process}/task").glob("*/children"))
    children = [int(child) for child in told.split()]
    return [process, *(one for child in children for one in family_of(child))]


@pytest.mark.harness
def test_an_arriving_photo_is_never_readable_on_the_disk(sender, tmp_path):
    planted = tmp_path / "planted"
    planted.write_bytes(CANARY)
    assert in_clear([tmp_path], []) == [str(planted)]
    planted.unlink()
    body = sender.body(drawn_png(200, 100) + CANARY * 100_000)
    line = sender.begin(body, len(body) - 500_000)
    folders, everybody = [tmp_path, Path(tempfile.gettempdir()) / "held"], family_of(sender.place.process.pid)
    incoming = sender.place.data / "incoming"
    assert eventually(lambda: any(path.stat().st_size > 1_000_000 for path in incoming.glob("*")))
    assert not in_clear(folders, everybody)
    line.sendall(body[len(body) - 500_000 :])
    status, told = answer_of(line)
    assert (status, told["files"][0]["kept"]) == (200, True)
    assert not in_clear(folders, everybody)


@pytest.mark.harness
def test_a_line_that_is_lost_leaves_nothing_half_done(sender):
    body = sender.body(drawn_png(200, 100) + os.urandom(3_000_000))
    incoming = sender.place.data / "incoming"
    for _number in range(ALL + 4):  # more than there are slots: each was given back
        line = sender.begin(body, 2_500_000)
        assert eventually(lambda: any(incoming.glob("*")))
        line.close()
        assert eventually(lambda: not any(incoming.glob("*")))
    blobs = [path for path in (sender.place.data / "photographs").rglob("*") if path.is_file()]
    assert not blobs


@pytest.mark.harness
def test_slow_senders_stop_nobody_else_and_are_asked_to_come_again(sender):
    body = sender.body(drawn_png(200, 100) + os.urandom(200_000))
    with slow_senders(sender, body, 2 * ALL + 8):
        assert answers(sender)
        one_more = sender.begin(body, len(body))
        assert answer_of(one_more)[0] == 503
    assert eventually(lambda: answer_of(sender.begin(body, len(body)))[0] == 200, seconds=30)


@pytest.mark.harness
def test_a_place_that_receives_with_its_last_thread_is_found(tmp_path):
    seeded = seed(tmp_path / "place")
    with Planted(tmp_path / "place", "hospitable") as place:
        sender = Sender(place, seeded)
        body = sender.body(drawn_png(200, 100) + os.urandom(200_000))
        assert answers(sender)
        with slow_senders(sender, body, 2 * ALL + 8):
            assert not answers(sender)


def answers(sender: Sender) -> bool:
    """Whether somebody else's page comes soon, twenty times in a row."""
    with httpx.Client(base_url=sender.place.url, cookies=sender.cookie, timeout=8) as somebody:
        try:
            return all(somebody.get("/family/").status_code == 200 for _time in range(20))
        except httpx.TimeoutException:
            return False


@contextmanager
def slow_senders(sender: Sender, body: bytes, how_many: int) -> Iterator[None]:
    lines = [sender.begin(body, 100_000) for _number in range(how_many)]
    try:
        sleep(1)
        yield
    finally:
        for line in lines:
            line.close()
