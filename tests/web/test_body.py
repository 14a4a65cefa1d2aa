"""The body of a request has a deadline, whether it comes byte by byte or not at all; no page gets half of one."""

import io
import socket
from contextlib import ExitStack
from queue import SimpleQueue
from threading import Timer
from time import sleep

import pytest
from django.http import HttpResponse

from held.web import body as bodies
from held.web.body import BODY, PIECE, CutOff, RequestBody, TooSlow, WithDeadlines


class Line:
    """A connection like Granian's `wsgi.input`: `read` waits for all that it was asked for, or for the end."""

    def __init__(self) -> None:
        self._came: SimpleQueue[bytes] = SimpleQueue()
        self._rest, self._ended = b"", False

    def send(self, data: bytes) -> None:
        self._came.put(data)

    def end(self) -> None:
        self._came.put(b"")

    def read(self, size: int, /) -> bytes:
        while len(self._rest) < size and not self._ended:
            piece = self._came.get()
            self._ended = not piece
            self._rest += piece
        found, self._rest = self._rest[:size], self._rest[size:]
        return found


@pytest.fixture
def line(monkeypatch):
    """A connection that ends when it is closed for reading, and with the test, so that no thread stays behind."""
    made = Line()
    monkeypatch.setattr(bodies.Sender, "stop_reading", lambda _self, _has_ended: made.end())
    yield made
    made.end()


def read(body: RequestBody, size: int = -1) -> bytes:
    return io.BufferedReader(body, PIECE).read(size)


@pytest.fixture
def in_no_time(monkeypatch):
    monkeypatch.setattr(bodies, "FORM_SECONDS", 0.02)
    monkeypatch.setattr(bodies, "PIECE_SECONDS", 0.02)


@pytest.mark.parametrize("length", [1, PIECE, 3 * PIECE + 7])
def test_a_body_is_read_exactly_as_it_was_sent(line, length):
    sent = bytes(range(256)) * (length // 256 + 1)
    line.send(sent[:length])
    assert read(RequestBody(line, length)) == sent[:length]


def test_a_sender_who_says_nothing_is_not_waited_for(line, in_no_time):
    with pytest.raises(TooSlow):
        read(RequestBody(line, 10))


def test_a_sender_of_single_bytes_is_not_waited_for(line, in_no_time):
    line.send(b"a")
    body = RequestBody(line, 10)
    reader = io.BufferedReader(body, PIECE)
    for _time in range(2):
        with pytest.raises(TooSlow):
            reader.read()
    assert body.was_cut


def test_a_form_that_was_cut_off_is_no_form(line):
    line.send(b"answer=no")
    line.end()
    with pytest.raises(CutOff):
        read(RequestBody(line, len("answer=not-now")))


def test_photographs_that_come_slower_than_agreed_are_cut(line, in_no_time):
    line.send(bytes(PIECE + 10))
    body = RequestBody(line, 3 * PIECE)
    body.expect_a_kilobyte_a_second()
    with pytest.raises(TooSlow):
        read(body)


def test_photographs_may_take_longer_than_a_form(line, monkeypatch):
    monkeypatch.setattr(bodies, "FORM_SECONDS", 0.0)
    line.send(bytes(2 * PIECE))
    body = RequestBody(line, 2 * PIECE)
    body.expect_a_kilobyte_a_second()
    assert len(read(body)) == 2 * PIECE


def test_a_long_form_of_somebody_signed_in_may_take_longer(line, monkeypatch):
    monkeypatch.setattr(bodies, "FORM_SECONDS", 0.0)
    line.send(bytes(2 * PIECE))
    body = RequestBody(line, 2 * PIECE)
    body.allow_a_second_for_each_kilobyte()
    assert len(read(body)) == 2 * PIECE


def test_no_reading_thread_outlives_its_request(line, in_no_time, monkeypatch):
    """If its connection cannot be found, the request waits for its end; a thread that continued would stop the
    process."""
    monkeypatch.setattr(bodies.Sender, "stop_reading", lambda _self, _has_ended: None)
    monkeypatch.setattr(bodies, "A_MOMENT", 0.01)
    body = RequestBody(line, 10)
    Timer(0.1, line.end).start()
    with pytest.raises(TooSlow):
        read(body)
    assert not body._reader.is_alive() or body._ended


def test_its_connection_is_closed_for_reading_at_the_deadline(in_no_time):
    with ExitStack() as opened:
        server = opened.enter_context(socket.create_server(("127.0.0.1", 0)))
        sender = opened.enter_context(socket.create_connection(server.getsockname()))
        ours = opened.enter_context(server.accept()[0])
        sender.sendall(b"a")
        body = RequestBody(Received(ours), 10, "127.0.0.1")
        with pytest.raises(TooSlow):
            read(body)
        assert body._ended
        ours.sendall(b"the answer")
        assert sender.recv(100) == b"the answer"


def test_a_phone_that_vanishes_after_a_slow_page_frees_its_slot(monkeypatch):
    """The page worked long on a piece, and nothing came after that: the connection is still found."""
    monkeypatch.setattr(bodies, "PIECE_SECONDS", 0.5)
    with ExitStack() as opened:
        server = opened.enter_context(socket.create_server(("127.0.0.1", 0)))
        sender = opened.enter_context(socket.create_connection(server.getsockname()))
        ours = opened.enter_context(server.accept()[0])
        body = RequestBody(Received(ours), 3 * PIECE, "127.0.0.1")
        body.expect_a_kilobyte_a_second()
        sender.sendall(bytes(2 * PIECE))
        assert body.readinto(bytearray(PIECE)) == PIECE
        sleep(1)  # sealing and the disk
        assert body.readinto(bytearray(PIECE)) == PIECE
        with pytest.raises(TooSlow):
            body.readinto(bytearray(PIECE))
        assert body._ended


class Received(Line):
    """The same, for a real connection."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__()
        self._connection = connection

    def read(self, size: int, /) -> bytes:
        found = b""
        while len(found) < size and (piece := self._connection.recv(size - len(found))):
            found += piece
        return found


def test_what_nobody_asked_for_is_not_read(line):
    application = WithDeadlines(lambda environ, _start: [environ[BODY].was_cut])
    assert application({"CONTENT_LENGTH": "10", "wsgi.input": line}, HttpResponse) == [False]


@pytest.mark.parametrize("length", ["", "0", "-1", "ten"])
def test_a_request_without_a_body_is_left_as_it_is(line, length):
    given = {"CONTENT_LENGTH": length, "wsgi.input": line}
    assert WithDeadlines(lambda environ, _start: environ)(given, HttpResponse) == given
