"""Ends an upgrade before each of its steps, starts the installation again, and checks whether it is whole.

It is a separate process (`killed_everywhere`): it loads held once, and forks a child for each start. A step is a
statement, a commit, or a change of a file in the data folder. After each kill it reads the state that is left; from
each state that no earlier kill left, it starts the installation as a host does.
"""

import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from itertools import count, islice
from pathlib import Path

from tests import forking
from tests.places import lay_down, states
from tests.postgres import with_tools
from tests.running import free_port, surroundings

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir"}  # audit events; `open` for writing is one too
WRITES = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE")
THEN = datetime(2027, 1, 1, tzinfo=UTC)  # the time of each start, so that each makes the same rows


def killed_everywhere(folder: Path, *, url: str = "", **options: object) -> dict:
    """The result: how many kills, how many states, and what was wrong (a line each).

    `url`: a PostgreSQL server. `start`: "upgrade", "cut off" (an upgrade that was cut off before) or "first". `every`:
    before each statement; else only before those that may change data on the disk. `before`: the step before which the
    first upgrade was cut off. `first`: only before that many steps. `stride`: before each n-th step. `at`: only before
    the step with this name. `planted`: without the mark.
    """
    settings = {"HELD_PORT": str(free_port()), "DJANGO_SETTINGS_MODULE": "held.settings"}
    settings |= {"HELD_DATABASE_URL": url.replace("/postgres?", "/place?")} if url else {}
    env = surroundings(folder / "place", **settings, **with_tools())
    (folder / "place").mkdir(mode=0o700)
    ran = forking.run(["-m", "tests.upgrades", json.dumps(options | {"url": url})], env, timeout=600)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


@dataclass
class Steps:
    """Counts the steps of this process, and ends it before one of them: its number, or a part of its name. 0: none."""

    kill_before: int | str
    every: bool
    data: Path
    done: int = 0
    names: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Count every step of this process from now on."""
        from django.db import connection  # noqa: PLC0415  # Django is set up by then

        connection.execute_wrappers.append(self._statement)
        commit = connection._commit
        connection._commit = lambda: (self.count("COMMIT"), commit())[1]
        sys.addaudithook(self._heard)

    def count(self, name: str, *, changes: bool = True) -> None:
        """Count one step."""
        if changes or self.every:
            self.done += 1
            self.names.append(name)
            if self.kill_before == self.done or (isinstance(self.kill_before, str) and self.kill_before in name):
                os.kill(os.getpid(), signal.SIGKILL)

    def _statement(self, execute: Callable, sql, params, many: bool, context: dict) -> object:
        kept = not context["connection"].in_atomic_block and str(sql).startswith(WRITES)
        self.count(str(sql), changes=kept)
        return execute(sql, params, many, context)

    def _heard(self, event: str, arguments: tuple) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if not (event in CHANGES or writes):
            return  # other events tell of objects, and some of those can't be written out yet
        where = str(arguments[0])
        if where.startswith(str(self.data)) and "in-hand" not in where:
            self.count(f"step: {event} {where.removeprefix(str(self.data))}")


class Still:
    """Both clocks of an installation, stopped."""

    def now(self, _zone: tzinfo) -> datetime:
        """What the machine shows."""
        return THEN

    def monotonic(self) -> float:
        """The clock that counts the uptime."""
        return 0.0


class Sweep:
    """The same start, killed before its first step, its second, and so on until it ends by itself."""

    def __init__(self, base: states.State, start: Callable[[], object], *, every: bool) -> None:
        self.base, self.start, self.every = base, start, every
        self.wrong: list[str] = []
        self.seen: set[str] = set()

    def run(self, numbers: Iterable[int | str]) -> dict:
        """Kill before each of these steps, as far as they exist; returns what was wrong."""
        whole, kills = self._never_killed(), 0
        for number in numbers:
            self.base.lay_down()
            if self.started(number) == 0:
                break
            kills += 1
            left = self.base.read()
            if left not in self.seen:
                self.seen.add(left)
                self._look_after_a_start(number, whole)
        return {"kills": kills, "states": len(self.seen), "wrong": self.wrong}

    def _never_killed(self) -> str:
        self.base.lay_down()
        ended = self.started(0)
        assert ended == 0, f"the start ended with {ended} without any kill"
        return self.base.read()

    def _look_after_a_start(self, number: int | str, whole: str) -> None:
        ended = self.started(0)
        if ended:
            self.wrong.append(f"killed before step {number}: the next start ended with {ended}")
        elif (now := self.base.read()) != whole:
            self.wrong.append(f"killed before step {number}: {states.difference(whole, now)}")

    def started(self, kill_before: int | str) -> int:
        child = os.fork()
        if child:
            return abs(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        ended = 1
        try:
            with said_to(self.base.data.parent / "said"):
                Steps(kill_before, self.every, self.base.data).watch()
                self.start()
                ended = 0
        finally:
            os._exit(ended)


@contextmanager
def said_to(path: Path) -> Iterator[None]:
    """Write the output of a start to a file, which keeps only the last one."""
    with path.open("w") as file:
        sys.stdout = sys.stderr = file
        try:
            yield
        except BaseException as fault:
            print(type(fault).__name__, fault, flush=True)
            raise


def start_as_a_host_does() -> None:
    """Everything before the installation opens; static files are not collected, and no disk space is reserved."""
    from held.cli import preparing  # noqa: PLC0415  # Django is set up by then

    preparing.gather_static_files = preparing.disk_reserve.reserve = lambda: None
    with preparing.held_by_nobody_else():
        preparing.prepare()


def load_what_each_start_needs() -> None:
    """Runs once, before the first fork: migrations are modules too. The loaded objects are excluded from garbage
    collection."""
    from django.core.management.commands import migrate  # noqa: F401, PLC0415  # Django is set up by then
    from django.db import connection  # noqa: F401, PLC0415

    from held.cli import preparing, serve  # noqa: F401, PLC0415
    from held.keeping.tables import our_tables  # noqa: PLC0415
    from held.lib import clock  # noqa: PLC0415
    from held.uptime import current  # noqa: PLC0415

    clock.datetime = current.time = Still()
    our_tables()
    gc.disable()
    gc.freeze()


def main(options: dict) -> None:
    """Runs in the separate process."""
    import django  # noqa: PLC0415  # settings are read when it is set up

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    from tests.places import later  # noqa: PLC0415
    from tests.planted import unmarked  # noqa: PLC0415

    state = states.State.of(settings.HELD_DATA, options["url"])
    if options["start"] != "first":
        lay_down("0.1.0", settings.HELD_DATA, url=state.address)
        later.use()
    state.keep()
    load_what_each_start_needs()
    sweep = Sweep(state, start_as_a_host_does, every=options["every"])
    if options["start"] == "cut off":
        assert sweep.started(options["before"]) == signal.SIGKILL
        state.keep()
    if options.get("planted"):
        unmarked.plant()
    numbers = islice(count(1, options.get("stride", 1)), options.get("first"))
    print(json.dumps(sweep.run([options["at"]] if "at" in options else numbers)))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
