"""What a process and all that it started cost, and how two things are measured in turn."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import TypeVar

SERVER_CORE, CLIENT_CORE = 0, -1  # the first and the last core that this process may use
_TICKS = os.sysconf("SC_CLK_TCK")
_KIB = 1024

Measured = TypeVar("Measured")


def core(which: int) -> int:
    """The number of the core that is meant by SERVER_CORE or CLIENT_CORE here."""
    return sorted(os.sched_getaffinity(0))[which]


def on_core(which: int, *command: str) -> list[str]:
    """The command that runs this command, and all that it starts, on one core."""
    return ["taskset", "-c", str(core(which)), *command]


def tree(root: int) -> list[int]:
    """A process and all below it that live now."""
    parents = {process: fields[1] for process, fields in _every_stat()}
    found = [root]
    for process in found:
        found += [child for child, parent in parents.items() if int(parent) == process]
    return found


def cpu_seconds(root: int) -> float:
    """What a tree of processes has reckoned so far, with those of it that have ended; to a hundredth."""
    living = set(tree(root))
    return sum(sum(map(int, fields[11:15])) for process, fields in _every_stat() if process in living) / _TICKS


def pss(root: int) -> float:
    """Memory of a tree in MiB; what several processes share is counted in parts."""
    return sum(_pss_of(process) for process in tree(root))


def in_turn(rounds: int, runs: dict[str, Callable[[], Measured]]) -> dict[str, list[Measured]]:
    """Each run once in every round, in the other order each time, so that what else goes on meets all of them."""
    seen: dict[str, list[Measured]] = {name: [] for name in runs}
    for number in range(rounds):
        for name in list(runs) if number % 2 == 0 else list(reversed(runs)):
            seen[name].append(runs[name]())
    return seen


def middle(figures: Iterable[float]) -> float:
    """Their median."""
    return median(figures)


def _every_stat() -> Iterator[tuple[int, list[str]]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        yield int(path.parent.name), text.rpartition(")")[2].split()  # its name may hold spaces


def _pss_of(process: int) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / _KIB
