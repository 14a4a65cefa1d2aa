"""Serving: a story with three veils, and the photograph behind one, beside nginx with the same bytes as files."""

import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import measuring, nginx
from bench.place import ADDRESS, WITH_FIVE
from bench.readers import AT_ONCE
from bench.running import Server, held, running
from bench.telling import Row, table
from bench.worker import ROOT, Worker
from tests.running import surroundings

_SECONDS = 4  # of wrk, each time
_ASKINGS = 400  # each time; the tickets of as many are used within their minute
_PICTURE = 300_000  # bytes, as the largest JPEG of `bench.place`
_HEAD = (
    "what",
    "requests/s",
    "CPU µs each",
    "requests/s of nginx",
    "CPU µs each, nginx",
    "rate / nginx",
    "CPU / nginx",
)


class NotServed(Exception):
    """Not every request was answered with 200; the text is what wrk wrote."""


@dataclass(frozen=True)
class Rate:
    """Requests in a second, and CPU microseconds of the server's processes for each."""

    requests: float
    cpu: float


def measure(folder: Path, rounds: int) -> None:
    """Print what a second of the one core is good for, on both sides."""
    place = folder / "place"
    place.mkdir()
    subprocess.run([sys.executable, "-m", "bench.place"], cwd=ROOT, env=surroundings(place), check=True)
    with running(held(place, sys.executable), folder / "held.log") as ours:
        page = urllib.request.urlopen(f"{ours.url}/stories/{ADDRESS}/").read()  # noqa: S310 - our own
        files = {"story.html": page, "picture.jpg": bytes(_PICTURE)}
        with running(nginx.served(folder, files), folder / "nginx.log") as limit:
            print(f"A page of {len(page) / 1000:.1f} kB, a picture of {_PICTURE / 1000:.0f} kB.\n")
            seen = _measured(ours, limit, rounds)
    rows = [_row(name, seen[name], seen[limit]) for name, limit in _BESIDE.items()]
    print(table(_HEAD, rows))


_PAGE, _BYTES, _ASKED = "story, three veils", "picture, by a ticket", "the whole asking: POST, page, picture"
_FIVE = f"{_BYTES}, five answers to check instead of one"
_BESIDE = {_PAGE: "nginx, page", _BYTES: "nginx, picture", _FIVE: "nginx, picture", _ASKED: "nginx, picture"}


def _measured(ours: Server, limit: Server, rounds: int) -> dict[str, list[Rate]]:
    with Worker("bench.readers", *measuring.on_core(measuring.CLIENT_CORE)) as readers:
        ask = partial(readers.ask, port=ours.port, times=_ASKINGS)

        def _taken(address: str) -> Rate:
            ask(what="prepare", address=address)
            return _rate(ours, partial(ask, what="take", address=address))

        runs: dict[str, Callable[[], Rate]] = {
            _PAGE: lambda: _rate(ours, partial(_wrk, f"{ours.url}/stories/{ADDRESS}/")),
            "nginx, page": lambda: _rate(limit, partial(_wrk, f"{limit.url}/")),
            _BYTES: partial(_taken, ADDRESS),
            _FIVE: partial(_taken, WITH_FIVE),
            "nginx, picture": lambda: _rate(limit, partial(_wrk, f"{limit.url}/picture.jpg")),
            _ASKED: lambda: _rate(ours, partial(ask, what="whole", address=ADDRESS)),
        }
        for warm in runs.values():
            warm()
        return measuring.in_turn(rounds, runs)


def _rate(server: Server, load: Callable[[], Sequence[float]]) -> Rate:
    before = measuring.cpu_seconds(server.process)
    done, seconds = load()
    return Rate(done / seconds, (measuring.cpu_seconds(server.process) - before) / done * 1e6)


def _wrk(url: str) -> tuple[int, float]:
    command = measuring.on_core(
        measuring.CLIENT_CORE, "wrk", "-t1", f"-c{AT_ONCE}", f"-d{_SECONDS}s", "--timeout=60s", url
    )
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+) requests in ([\d.]+)s", said)
    if found is None or "Non-2xx" in said or "Socket errors" in said:
        raise NotServed(said)
    return int(found[1]), float(found[2])


def _row(name: str, ours: list[Rate], limit: list[Rate]) -> Row:
    rates = [measuring.middle(one.requests for one in side) for side in (ours, limit)]
    cpus = [measuring.middle(one.cpu for one in side) for side in (ours, limit)]
    told = [text for rate, cpu in zip(rates, cpus, strict=True) for text in (f"{rate:,.0f}", f"{cpu:,.0f}")]
    return (name, *told, f"{rates[0] / rates[1]:.4f}", f"{cpus[0] / cpus[1]:,.0f}")
