"""A photograph's whole stay in the jail, as it is seen through the channel."""

import socket
import threading

from held.jail.answer import Verdict, unpack
from held.jail.keeping import Keeper
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


def send_in_crumbs(channel: socket.socket, original: bytes) -> None:
    for at in range(0, len(original), 100):
        channel.sendall(original[at : at + 100])
    channel.shutdown(socket.SHUT_WR)


def test_an_original_may_come_in_crumbs():
    verdict, renditions = unpack(stay(jpeg(quarters(200, 100))))
    assert verdict is Verdict.SHOWN
    assert [(one.size, one.format) for one in renditions] == [(480, "avif"), (480, "jpeg")]


def test_of_what_went_wrong_two_bytes_come_out():
    assert stay(b"\x89PNG\r\n\x1a\n a secret that stands in an exception") == bytes([Verdict.CANNOT_BE_SHOWN, 0])


def test_nothing_at_all_is_a_verdict_too():
    assert stay(b"") == bytes([Verdict.CANNOT_BE_SHOWN, 0])
