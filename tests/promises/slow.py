"""Many connections that send byte by byte and never end, and a line as slow as a telephone's in a valley."""

import secrets
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data; boundary=a"
EVERY = 2.0  # seconds between two bytes of one connection, and before one that was refused comes again
DELAY = 0.8  # seconds
RATE = 2_000  # bytes in a second
PIECE = 200  # bytes


@dataclass(frozen=True)
class Target:
    """Their target: its address, by which link they were once asked, and as whom one of them is signed in."""

    url: str
    address: str
    link: str
    photographs: str
    cookie: str

    def heads(self) -> list[str]:
        """How each kind of them begins; single bytes follow."""
        secret = secrets.token_urlsafe(32)
        return [
            self._post("/entrance/"),
            self._post("/c/lost/"),
            self._post(f"/stories/{self.address}/knock"),
            self._post(f"/c/a/{secret}/answer"),
            self._post(f"/c/a/{self.link}/answer"),
            self._post(self.photographs, FILES, 900_000, f"Cookie: {self.cookie}\r\n"),
            self._post(f"/c/{secret}/photographs", FILES, 900_000),
            self._post("/family/leaves/1/"),
            self._post("/nothing/"),
            f"GET / HTTP/1.1\r\nHost: {urlsplit(self.url).netloc}\r\nX-Slow: ",
        ]

    def _post(self, path: str, kind: str = FORM, length: int = 1_000, more: str = "") -> str:
        where = f"POST {path} HTTP/1.1\r\nHost: {urlsplit(self.url).netloc}\r\nOrigin: {self.url}\r\n"
        return f"{where}Content-Type: {kind}\r\nContent-Length: {length}\r\n{more}\r\na"


class Crowd:
    """This many connections; one that is answered comes again, as an attacker does."""

    def __init__(self, target: Target, many: int) -> None:
        self._url, heads = urlsplit(target.url), target.heads()
        self._heads = [heads[number % len(heads)].encode() for number in range(many)]
        self._lines = [self._begun(head) for head in self._heads]
        self._over, self._sending = threading.Event(), threading.Lock()
        self._sender = threading.Thread(target=self._go_on, daemon=True)
        self._sender.start()

    def open(self) -> int:
        """How many of them wait, without any response."""
        with self._sending:
            return sum(line is not None and _is_waiting(line) for line in self._lines)

    def end(self) -> None:
        """Close them."""
        self._over.set()
        self._sender.join()
        for line in self._lines:
            if line is not None:
                line.close()

    def _go_on(self) -> None:
        while not self._over.wait(EVERY):
            for number, line in enumerate(self._lines):
                with self._sending:
                    if line is None or not _sends(line):
                        self._lines[number] = self._begun(self._heads[number])

    def _begun(self, head: bytes) -> socket.socket | None:
        try:
            line = socket.create_connection((self._url.hostname, self._url.port), timeout=5)
            if self._url.scheme == "https":
                context = ssl.create_default_context()
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                line = context.wrap_socket(line, server_hostname=self._url.hostname)
            line.sendall(head)
            line.setblocking(False)
        except OSError:
            return None
        return line


def _sends(line: socket.socket) -> bool:
    """Whether it sent one byte more; one that was answered is closed."""
    if _is_waiting(line):
        with suppress(OSError):
            line.send(b"a")
            return True
    line.close()
    return False


def _is_waiting(line: socket.socket) -> bool:
    """Whether the other side has sent nothing, and has not closed the connection."""
    try:
        line.recv(1)
    except (BlockingIOError, ssl.SSLWantReadError):  # a TLS session ticket is no answer, so `select` does not tell
        return True
    except OSError:
        pass
    return False


@contextmanager
def crowd(target: Target, many: int) -> Iterator[Crowd]:
    """They exist while the block lasts."""
    made = Crowd(target, many)
    try:
        yield made
    finally:
        made.end()


@contextmanager
def thin_line(url: str) -> Iterator[int]:
    """A port that leads there at 2 kB/s each way, 800 ms late."""
    there = urlsplit(url)
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_let_in, args=(door, (there.hostname, there.port)), daemon=True).start()
        yield door.getsockname()[1]


def _let_in(door: socket.socket, there: tuple[str | None, int | None]) -> None:
    with suppress(OSError):
        while True:
            near, far = door.accept()[0], socket.create_connection(there)
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=_hand_on, args=(one, other), daemon=True).start()


def _hand_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError), one, other:
        heard = 0.0
        while piece := one.recv(PIECE):
            now = time.monotonic()
            time.sleep(len(piece) / RATE + (DELAY if now - heard > DELAY else 0))
            other.sendall(piece)
            heard = time.monotonic()


def seconds_of(act: Callable[[], object]) -> float:
    """How long it took."""
    begun = time.monotonic()
    act()
    return time.monotonic() - begun
