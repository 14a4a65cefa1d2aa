"""A photograph's whole stay in the jail, as seen through the channels of its two workers."""

import socket
import threading
from io import BytesIO

import pytest

from held.jail.answer import PRINT, Pixels, Verdict, pack_pixels, unpack, unpack_pixels
from held.jail.supervisor import Supervisor
from tests.jail.drawing import jpeg, quarters


def stay(original: bytes) -> bytes:
    supervisor = Supervisor()
    supervisor.ready()
    with supervisor.worker() as worker:
        sending = threading.Thread(target=send_in_crumbs, args=(worker._channel, original))
        sending.start()
        said = worker.answer()
        sending.join()
        assert worker.ending().status == 0
        return said


def printed(given: bytes) -> bytes:
    supervisor = Supervisor()
    supervisor.ready()
    with supervisor.worker(task=PRINT) as worker:
        worker.hand_in(BytesIO(given))
        return worker.answer()


def send_in_crumbs(channel: socket.socket, original: bytes) -> None:
    for at in range(0, len(original), 100):
        channel.sendall(original[at : at + 100])
    channel.shutdown(socket.SHUT_WR)


def test_an_original_may_come_in_crumbs():
    verdict, pixels = unpack_pixels(stay(jpeg(quarters(200, 100))))
    assert verdict is Verdict.SHOWN
    assert (pixels.width, pixels.height, pixels.channels) == (200, 100, 3)


def test_of_what_went_wrong_one_byte_comes_out():
    assert stay(b"\x89PNG\r\n\x1a\n a secret that stands in an exception") == bytes([Verdict.CANNOT_BE_SHOWN])


def test_nothing_at_all_is_a_verdict_too():
    assert stay(b"") == bytes([Verdict.CANNOT_BE_SHOWN])


@pytest.mark.parametrize("channels", [1, 3])
def test_pixels_become_renditions(channels):
    made = unpack(printed(pack_pixels(Pixels(20, 10, channels, bytes(20 * 10 * channels)))))
    assert [(one.size, one.format, one.width, one.height) for one in made] == [
        (480, "avif", 20, 10),
        (480, "jpeg", 20, 10),
    ]


@pytest.mark.parametrize("given", [b"", bytes([Verdict.TOO_LARGE]), jpeg(quarters(40, 40))])
def test_of_anything_but_pixels_nothing_is_printed(given):
    assert printed(given) == b""
