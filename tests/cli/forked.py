"""A real place that records the state of its first process at each fork, and whose processes can be told apart."""

import json
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import httpx

from tests.running import Running

_NOTE = """
import json, os, sys
kept = {kept!r}
def note():
    files = [os.path.realpath(f"/proc/self/fd/{{number}}") for number in os.listdir("/proc/self/fd")]
    told = {{"threads": len(os.listdir("/proc/self/task")), "modules": sorted(sys.modules), "files": files}}
    with open(kept, "a") as noted:
        noted.write(json.dumps(told) + "\\n")
os.register_at_fork(before=note)
{more}
from held.cli.main import main
sys.exit(main([{command!r}]))
"""


@dataclass(frozen=True)
class Fork:
    """The first process just before it forked: its threads, its modules, and its open files."""

    threads: int
    modules: frozenset[str]
    files: tuple[str, ...]


class Forking(Running):
    """A place that records each fork. `more`: lines of Python for both of its processes, to plant a fault."""

    def __init__(self, data: Path, more: str = "", *, command: str = "serve", **settings: str) -> None:
        super().__init__(data, command=command, **settings)
        self.more, self.kept = more, data.with_name(f"{data.name}-forks")

    def command_line(self) -> list[str]:
        """The same command, which first sets up the recording."""
        code = _NOTE.format(kept=str(self.kept), more=self.more, command=self.command)
        return [sys.executable, "-c", code]

    def forks(self) -> list[Fork]:
        """The forks of the first process until now; the serving processes fork nothing, they start."""
        told = [json.loads(line) for line in self.kept.read_text().splitlines()]
        return [Fork(one["threads"], frozenset(one["modules"]), tuple(one["files"])) for one in told]


def threads_of(process: int) -> int:
    """How many threads it has now."""
    return len(list(Path(f"/proc/{process}/task").iterdir()))


def serving_process(place: Running) -> int:
    """The process that serves: the only child of the first one."""
    [serving] = children_of(place.process.pid)
    return serving


def children_of(process: int) -> list[int]:
    """Its children that live now."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def answers_again(place: Running, seconds: float = 20) -> bool:
    """Whether the place answers within so many seconds."""
    return within(seconds, lambda: httpx.get(place.url + "/healthz").status_code == 200)


def within(seconds: float, is_so) -> bool:
    """Whether it becomes true within that time; a place that does not answer yet is asked again."""
    until = monotonic() + seconds
    while monotonic() < until:
        with suppress(httpx.TransportError):
            if is_so():
                return True
        sleep(0.05)
    return False


def is_alive(process: int) -> bool:
    """Whether it runs; one that ended and was not waited for does not."""
    with suppress(FileNotFoundError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
