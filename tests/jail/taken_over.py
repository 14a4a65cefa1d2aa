"""A zygote whose opening workers answer with the bytes of the original; its printing workers are the real ones."""

import os
import socket

from held.jail.answer import OPEN, PRINT
from held.jail.to_pixels import prepare_libraries
from held.jail.wall_probes import probe_walls
from held.jail.work import print_here
from held.jail.zygote import Zygote


def serve(control: int, supervisor: int) -> None:
    """What the tests of false answers start in place of the real one."""
    prepare_libraries()
    Zygote(socket.socket(fileno=control), supervisor, {OPEN: obey, PRINT: print_here}).run(probe_walls())


def obey(channel: int) -> None:
    """Read the original to its end, and write it as the answer."""
    told = bytearray()
    while piece := os.read(channel, 1 << 16):
        told += piece
    rest = memoryview(told)
    while rest:
        rest = rest[os.write(channel, rest) :]
