"""A proxy between a browser and a place: records every request, and removes headers that older phones do not send."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

LONGEST_HEAD = 1 << 16  # bytes
PIECE = 1 << 16  # bytes


@dataclass
class Passing:
    """The proxy's state. `to`: the port of the place, on this machine. `without`: beginnings of header names, in
    lower case, that are removed from requests."""

    port: int
    tls: ssl.SSLContext | None = None
    to: int = 0
    without: tuple[str, ...] = ()
    asked: list[str] = field(default_factory=list)  # "GET /quiet/", in order of arrival
    heads: list[str] = field(default_factory=list)  # the headers of each, as they were passed on

    @property
    def url(self) -> str:
        """The address for the browser, without a slash at the end."""
        return f"http{'s' if self.tls else ''}://localhost:{self.port}"

    def pictures(self) -> int:
        """How often the bytes of a photograph were requested."""
        return sum(one.startswith("GET /p/") for one in self.asked)

    def carry(self, client: socket.socket) -> None:
        """Pass on one request and its response; the connection ends with them."""
        with suppress(OSError), client:
            browser = self.tls.wrap_socket(client, server_side=True) if self.tls else client
            head, body = _head_of(browser)
            if not head:
                return
            lines = [line for line in head.split("\r\n") if not line.lower().startswith(("connection:", *self.without))]
            self.asked.append(" ".join(lines[0].split(" ")[:2]))
            self.heads.append("\n".join(lines))
            with socket.create_connection(("127.0.0.1", self.to)) as place:
                place.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body)
                threading.Thread(target=_pour, args=(browser, place), daemon=True).start()
                _pour(place, browser)
                with suppress(OSError):
                    browser.shutdown(socket.SHUT_RDWR)


@contextmanager
def passing(*, tls: ssl.SSLContext | None = None) -> Iterator[Passing]:
    """A proxy; its target is set later, in `to`."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        proxy = Passing(listening.getsockname()[1], tls)

        def accept() -> None:
            with suppress(OSError):  # it was closed
                while True:
                    client, _ = listening.accept()
                    threading.Thread(target=proxy.carry, args=(client,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield proxy
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


def _head_of(browser: socket.socket) -> tuple[str, bytes]:
    """The request line with its headers, and the bytes after them; empty if a browser only connected."""
    came = b""
    while b"\r\n\r\n" not in came:
        piece = browser.recv(PIECE)
        if not piece or len(came) > LONGEST_HEAD:
            return "", b""
        came += piece
    head, _, body = came.partition(b"\r\n\r\n")
    return head.decode("latin-1"), body


def _pour(source: socket.socket, into: socket.socket) -> None:
    with suppress(OSError, ValueError):
        while piece := source.recv(PIECE):
            into.sendall(piece)
