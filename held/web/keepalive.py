"""TCP keepalive for the connections of this process: a phone that is gone ends its connection in two minutes.

Granian opens the sockets and sets no keepalive, so a connection whose phone is gone would stay for good. Nothing else
ends it while a thread waits for its next bytes. For a sender who is still there keepalive changes nothing.
"""

import os
import socket
from contextlib import suppress
from pathlib import Path

IDLE, BETWEEN, PROBES = 60, 15, 4  # seconds, seconds, how many without an answer
_OPTIONS = {"TCP_KEEPIDLE": IDLE, "TCP_KEEPINTVL": BETWEEN, "TCP_KEEPCNT": PROBES}


def ask_whether_they_are_there() -> None:
    """Switch it on for every TCP connection that is open now. Where the kernel does not list them, nothing happens."""
    with suppress(FileNotFoundError):
        for path in list(Path("/proc/self/fd").iterdir()):
            with suppress(OSError):  # no socket, or closed meanwhile
                _switch_on(int(path.name))


def _switch_on(number: int) -> None:
    with socket.socket(fileno=os.dup(number)) as found:
        if found.family in {socket.AF_INET, socket.AF_INET6} and found.type == socket.SOCK_STREAM:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            for name, value in _OPTIONS.items():
                found.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
