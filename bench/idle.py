"""How long a place takes to open, and what it holds when nobody comes: beside a bare Wagtail, each alone.

Both start from compiled code, as `make build` leaves it; without it three quarters of a start are compiling.
"""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import sleep

from bench import measuring, wagtail
from bench.pictures import pictures
from bench.running import Program, Server, held, running
from bench.telling import Row, table
from bench.worker import ROOT, run_beside
from tests.seeding import seed

_QUIET = 10  # seconds without a request, before memory is looked at
_HEAD = ("what", "held", "bare Wagtail", "held / Wagtail")


class NotCompiled(Exception):
    """There is no compiled code of this source, so compiling would be measured."""


@dataclass(frozen=True)
class Found:
    """Seconds until the first 200 of the front page, CPU seconds until then, MiB after; one line for each."""

    seconds: float
    cpu: float
    memory: float
    after_a_photograph: float = 0.0


def measure(folder: Path, rounds: int) -> None:
    """Print what each takes to start, and holds when idle. Raises NotCompiled."""
    for package in ("django", "held", "wagtail"):
        refuse_uncompiled(package)
    place = folder / "place"
    place.mkdir()
    people = seed(place)
    site = wagtail.begin(folder)
    run_beside("-m", "bench.pictures", str(folder))
    sender = partial(_send, people["cookies"]["ana"], str(people["story"]), pictures(folder)[0].path)
    once = held(place, sys.executable)
    with running(once, folder / "log"):  # the ballast is laid down, the static files are gathered, as Wagtail's are
        pass
    seen = measuring.in_turn(
        rounds,
        {
            "held": lambda: _held(place, folder, sender),
            "Wagtail": lambda: _found(wagtail.served(site), folder),
        },
    )
    print(table(_HEAD, _rows(seen["held"], seen["Wagtail"])))


def refuse_uncompiled(package: str) -> None:
    """Raises NotCompiled when a package that is measured, ours or theirs, is there without its compiled code."""
    found = [*ROOT.glob(package), *ROOT.glob(f".venv*/lib/python*/site-packages/{package}")]
    for source in [folder / "__init__.py" for folder in found]:
        if not Path(importlib.util.cache_from_source(str(source))).exists():
            raise NotCompiled(source)


def _found(program: Program, folder: Path) -> Found:
    with running(program, folder / "log") as server:
        sleep(_QUIET)
        return Found(server.seconds, server.cpu, measuring.pss(server.process))


def _held(place: Path, folder: Path, send: Callable[[Server], None]) -> Found:
    copied = folder / "copied"  # the same photograph arrives for the first time in every round
    shutil.copytree(place, copied)
    try:
        with running(held(copied, sys.executable), folder / "log") as server:
            sleep(_QUIET)
            before = measuring.pss(server.process)
            send(server)
            sleep(_QUIET)
            return Found(server.seconds, server.cpu, before, measuring.pss(server.process))
    finally:
        shutil.rmtree(copied)


def _send(session: str, story: str, path: Path, server: Server) -> None:
    subprocess.run([sys.executable, "-m", "bench.sending", server.url, session, story, str(path)], cwd=ROOT, check=True)


def _rows(ours: list[Found], theirs: list[Found]) -> list[Row]:
    told = (
        ("first page, s", "seconds", "seconds", ".2f"),
        ("CPU until then, s", "cpu", "cpu", ".2f"),
        ("idle, PSS MiB", "memory", "memory", ".0f"),
        ("idle after the first photograph, PSS MiB", "after_a_photograph", "memory", ".0f"),
    )
    rows: list[Row] = []
    for name, of_ours, of_theirs, form in told:
        one = measuring.middle(getattr(found, of_ours) for found in ours)
        other = measuring.middle(getattr(found, of_theirs) for found in theirs)
        rows.append((name, format(one, form), format(other, form), f"{one / other:.2f}"))
    return rows
