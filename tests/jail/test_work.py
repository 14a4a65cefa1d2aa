"""A photograph's whole stay in the jail, as seen through the channels of its two workers."""

import socket
import threading
from io import BytesIO

import pytest

from held.jail.answer import PRINT, Pixels, Verdict, pack_pixels, unpack, unpack_pixels
from held.jail.supervisor import Keeper
from tests.jail.drawing import jpeg, quarters


def stay(original: bytes) -> bytes:
    keeper = Keeper()
    keeper.ready()
    with keeper.room() as room:
        sending = threading.Thread(target=send_in_crumbs, args=(room._channel, original))
        sending.start()
        said = room.answer()
        sending.join()
        assert room.ending().status == 0
        return said


def printed(given: bytes) -> bytes:
    keeper = Keeper()
    keeper.ready()
    with keeper.room(task=PRINT) as room:
        room.hand_in(BytesIO(given))
        return room.answer()


def send_in_crumbs(channel: socket.socket, original: bytes) -> None:
    for at in range(0, len(original), 100):
        channel.sendall(original[at : at + 100])
    channel.shutdown(socket.SHUT_WR)


def test_an_original_may_come_in_crumbs():
    verdict, pixels = unpack_pixels(stay(jpeg(quarters(200, 100))))
    assert verdict is Verdict.SHOWN
    assert (pixels.width, pixels.height, pixels.channels) == (200, 100, 3)


def test_a_fault_in_the_worker_comes_out_as_one_byte():
    assert stay(b"\x89PNG\r\n\x1a\n a secret that stands in an exception") == bytes([Verdict.CANNOT_BE_SHOWN])


def test_an_empty_original_cannot_be_shown():
    assert stay(b"") == bytes([Verdict.CANNOT_BE_SHOWN])


@pytest.mark.parametrize("channels", [1, 3])
def test_pixels_are_printed_as_renditions(channels):
    made = unpack(printed(pack_pixels(Pixels(20, 10, channels, bytes(20 * 10 * channels)))))
    assert [(one.size, one.format, one.width, one.height) for one in made] == [
        (480, "avif", 20, 10),
        (480, "jpeg", 20, 10),
    ]


@pytest.mark.parametrize("given", [b"", bytes([Verdict.TOO_LARGE]), jpeg(quarters(40, 40))])
def test_a_worker_prints_only_valid_pixels(given):
    assert printed(given) == b""
