"""A wire to a real PostgreSQL for tests: with TLS or without, and it can fall silent in the middle.

with wire(url, tls=context) as it:
    it.url                # the same database by 127.0.0.1
    it.silent.set()       # from now on it accepts and passes nothing on: neither questions nor answers
"""

import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

SSL_REQUEST = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")  # PostgreSQL's protocol, SSLRequest


@dataclass
class Wire:
    """The address on which it listens, what was requested, and whether it is silent."""

    server: str  # the path of PostgreSQL's own socket
    tls: ssl.SSLContext | None
    listener: socket.socket
    silent: threading.Event = field(default_factory=threading.Event)
    tls_asked: int = 0
    open: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        """A URL without any option."""
        return f"postgresql://postgres@127.0.0.1:{self.listener.getsockname()[1]}/postgres"

    def serve(self) -> None:
        """Serve until the listener is closed."""
        with suppress(OSError):
            while True:
                line, _ = self.listener.accept()
                self.open.append(line)
                threading.Thread(target=self._pass_on, args=(line,), daemon=True).start()

    def _pass_on(self, line: socket.socket) -> None:
        with suppress(OSError):
            if self.silent.is_set():
                return
            first = line.recv(8, socket.MSG_PEEK | socket.MSG_WAITALL)
            if first == SSL_REQUEST:
                line.recv(8)
                self.tls_asked += 1
                line.sendall(b"S" if self.tls else b"N")
                line = self.tls.wrap_socket(line, server_side=True) if self.tls else line
                self.open.append(line)
            there = socket.socket(socket.AF_UNIX)
            there.connect(self.server)
            self.open.append(there)
            self._carry(line, there)

    def _carry(self, line: socket.socket, there: socket.socket) -> None:
        while True:
            waiting = line.pending() if isinstance(line, ssl.SSLSocket) else 0
            ready = [line] if waiting else select.select([line, there], [], [])[0]
            for one in ready:
                piece = one.recv(65536)
                if self.silent.is_set():
                    return  # the connections stay open
                if not piece:
                    line.close()
                    there.close()
                    return
                (there if one is line else line).sendall(piece)


@contextmanager
def wire(url: str, tls: ssl.SSLContext | None = None) -> Iterator[Wire]:
    """A wire to the PostgreSQL of this URL."""
    folder = parse_qs(urlsplit(url).query)["host"][0]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Wire(f"{folder}/.s.PGSQL.5432", tls, listener)
        threading.Thread(target=made.serve, daemon=True).start()
        yield made
        listener.shutdown(socket.SHUT_RDWR)
        for line in made.open:
            with suppress(OSError):
                line.close()
