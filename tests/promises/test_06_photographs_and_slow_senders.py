"""Promise 6 for photographs: somebody who sends slowly holds up nobody who reads, asks or takes back."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from select import select

import httpx
import pytest

from tests.planted.running import Planted
from tests.promises.asking import Asker, images_on, names_on, veil_path, with_photographs
from tests.promises.sending import ARRIVED, Desk, another_png
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.harness
PLACES = 16
STILL_ON_THIS_DEVICE = "Everything is still on this device. We’ll try again shortly."
LIMIT = 60  # seconds, only so that a fault ends
STRANGERS = 70  # more than the place has threads
SLOW_FORM = (
    "POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: {url}\r\nContent-Type: {kind}\r\n"
    "Cookie: form=abcdefghijklmnopqrstuvwxyzabcdef\r\nContent-Length: {length}\r\n\r\na"
)


@contextmanager
def slow_senders(desk: Desk) -> Iterator[list[socket.socket]]:
    """Three times as many senders as slots; each sends a kilobyte and then stops."""
    lines = [desk.begin(another_png(f"slow {number}") + bytes(400_000), 1_000) for number in range(3 * PLACES)]
    try:
        yield lines
    finally:
        for line in lines:
            line.close()


def still_sending(lines: list[socket.socket]) -> int:
    """How many of them have had no response yet."""
    return len(lines) - len(select(lines, [], [], 0)[0])


def is_told_to_wait(desk: Desk) -> bool:
    answer = desk.send(("one.png", another_png("one more")), script=False)
    assert answer.status_code in {200, 303, 503}
    assert (answer.status_code == 503) == (STILL_ON_THIS_DEVICE in answer.text)
    return answer.status_code == 503


def within(seconds: float, fine) -> bool:
    until = time.monotonic() + seconds
    while not fine() and time.monotonic() < until:
        time.sleep(0.2)
    return fine()


def arrives(desk: Desk) -> bool:
    answer = desk.send(("honest.png", another_png(f"{time.monotonic()}")))
    return answer.status_code == 200 and answer.json()["files"][0]["said"] == ARRIVED


def test_slow_senders_do_not_delay_readers_or_taking_back(tmp_path):
    known = seed(tmp_path / "data")
    address, names = with_photographs(tmp_path / "data", known["story"], 4)
    (first, second, third, fourth), story = names, f"/stories/{address}/"
    with Running(tmp_path / "data") as place:
        desk, reader = Desk(place.url, known), Asker(place.url)
        desk.hand.http.timeout = httpx.Timeout(LIMIT)
        with slow_senders(desk) as lines:
            assert within(LIMIT, lambda: is_told_to_wait(desk))
            assert still_sending(lines) >= PLACES
            assert names_on(reader.get(story).body.decode()) == [first, second, third, fourth]
            reader.ask(address, first)
            assert reader.get(images_on(reader.get(veil_path(address, first)).body.decode())[0]).status == 200
            desk.press(f"/family/leaves/{names[first]}/hiding")
            desk.press(f"/family/photographs/{names[second]}/taking-out")
            desk.press(f"/family/photographs/{names[third]}/removal/")
            assert names_on(reader.get(story).body.decode()) == [fourth]
            desk.press(f"{desk.story}taking-back")
            assert reader.get(story).status == 404
            assert is_told_to_wait(desk)
            assert still_sending(lines) >= PLACES, "the slow ones were gone: nothing was proven"
        assert within(LIMIT, lambda: arrives(desk))
        desk.close()
        reader.close()


def test_the_harness_finds_a_place_that_leaves_places_taken(tmp_path):
    """Planted: a slot for sending is never given back."""
    known = seed(tmp_path / "data")
    with Planted(tmp_path / "data", "leaving_taken", threads=64) as place:
        desk = Desk(place.url, known)
        with slow_senders(desk):
            assert within(LIMIT, lambda: is_told_to_wait(desk))
        assert not within(8, lambda: arrives(desk))
        desk.close()
        place.kill()


@contextmanager
def slow_strangers(place: Running, path: str, kind: str, length: int) -> Iterator[list[socket.socket]]:
    """Strangers: each announces a form, sends one byte of it and then nothing."""
    head = SLOW_FORM.format(path=path, port=place.port, url=place.url, kind=kind, length=length)
    lines = [socket.create_connection(("localhost", place.port)) for _number in range(STRANGERS)]
    try:
        for line in lines:
            line.sendall(head.encode())
        time.sleep(1)
        yield lines
    finally:
        for line in lines:
            line.close()


def takes_back(desk: Desk, reader: Asker, leaf: int) -> bool:
    """Whether a page loads, and a photograph is taken back, within a few seconds."""
    desk.hand.http.timeout = httpx.Timeout(8)
    try:
        desk.press(f"/family/photographs/{leaf}/removal/")
        return reader.get("/").status == 200
    except httpx.TimeoutException:
        return False


@pytest.mark.parametrize(
    ("path", "kind", "length"),
    [
        ("/entrance/", "application/x-www-form-urlencoded", 1_000),
        ("/entrance/", "multipart/form-data; boundary=a", 20_000_000),
        ("/nothing/", "application/x-www-form-urlencoded", 1_000),
    ],
)
def test_slow_strangers_hold_up_no_family_that_takes_back(tmp_path, path, kind, length):
    known = seed(tmp_path / "data", photographs=1)
    with Running(tmp_path / "data") as place:
        desk, reader = Desk(place.url, known), Asker(place.url)
        with slow_strangers(place, path, kind, length) as lines:
            assert takes_back(desk, reader, known["photographs"][0][1])
            assert still_sending(lines), "the slow ones were gone: nothing was proven"
        desk.close()
        reader.close()


def test_the_harness_finds_a_place_that_reads_every_form_at_once(tmp_path):
    """Planted: forms of strangers are read with the last thread."""
    known = seed(tmp_path / "data", photographs=1)
    with Planted(tmp_path / "data", "in_no_turn", threads=64) as place:
        desk, reader = Desk(place.url, known), Asker(place.url)
        with slow_strangers(place, "/entrance/", "application/x-www-form-urlencoded", 1_000):
            assert not takes_back(desk, reader, known["photographs"][0][1])
        desk.close()
        reader.close()
        place.kill()
