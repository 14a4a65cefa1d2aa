"""Readers, as a worker: 32 at once, each asks for a photograph as a browser without JavaScript does."""

import http.client
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from html import unescape
from threading import local
from time import perf_counter
from typing import Any

from bench.worker import answer

AT_ONCE = 32
_LONGEST = 20  # seconds of asking; a ticket is good for sixty
_LARGEST_JPEG = re.compile(r'<img src="(/[^"]+)"')
_VEIL = re.compile(r'action="(/stories/[^"]+/photographs/[^"]+)"')


class NotAsExpected(Exception):
    """The place answered something else, so what was measured would be that."""


@dataclass(frozen=True)
class Ticket:
    """Where the largest JPEG lies for a minute, once, and the cookie of the visit that asked for it."""

    address: str
    cookie: str


class Readers:
    """They know one place, and keep what tickets they were given until they use them."""

    def __init__(self) -> None:
        self._tickets: list[Ticket] = []

    def do(self, *, what: str, port: int, address: str, times: int) -> tuple[int, float]:
        """`whole`: so many times POST, page and picture. `prepare`: POST and page. `take`: the pictures of these.

        The first two end early when it takes long. Says how often it was done, and in how many seconds. Raises
        NotAsExpected.
        """
        self._port, begun = port, perf_counter()
        self._until = begun + _LONGEST
        self._own = local()  # the connections of the last time have been idle for too long
        if what == "take":
            taken, self._tickets = self._tickets, []
            done = self._all(self._take, taken)
        else:
            veil = _VEIL.findall(self._got(f"/stories/{address}/", "").decode())[0]
            act = self._take if what == "whole" else self._tickets.append
            done = self._all(partial(self._ask_in_time, act), [veil] * times)
        return done, perf_counter() - begun

    def _all(self, act: Callable[[Any], bool], given: Iterable[Any]) -> int:
        with ThreadPoolExecutor(AT_ONCE) as everybody:
            return sum(everybody.map(act, given))

    def _ask_in_time(self, act: Callable[[Ticket], object], veil: str) -> bool:
        in_time = perf_counter() < self._until
        if in_time:
            act(self._asked(veil))
        return in_time

    def _asked(self, veil: str) -> Ticket:
        sent, _ = self._answer("POST", veil, "", 303)
        cookies = dict(given.partition(";")[0].split("=", 1) for given in sent.headers.get_all("Set-Cookie", []))
        page = self._got(veil, "; ".join(f"{name}={value}" for name, value in cookies.items())).decode()
        found = _LARGEST_JPEG.search(page)
        if found is None:
            raise NotAsExpected(page)
        return Ticket(unescape(found[1]), f"visit={cookies['visit']}")

    def _take(self, ticket: Ticket) -> bool:
        return bool(self._got(ticket.address, ticket.cookie))

    def _got(self, path: str, cookie: str) -> bytes:
        return self._answer("GET", path, cookie, 200)[1]

    def _answer(self, method: str, path: str, cookie: str, status: int) -> tuple[http.client.HTTPResponse, bytes]:
        if not hasattr(self._own, "here"):
            self._own.here = http.client.HTTPConnection("localhost", self._port, timeout=60)
        said = {"Cookie": cookie} if cookie else {}
        self._own.here.request(method, path, headers={**said, "Origin": f"http://localhost:{self._port}"})
        sent = self._own.here.getresponse()
        data = sent.read()
        if sent.status != status:
            raise NotAsExpected(f"{method} {path}: {sent.status}")
        return sent, data


if __name__ == "__main__":
    answer(Readers().do)
