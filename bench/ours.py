"""Our side of intake, as a worker: an original is developed in the jail, from a warm zygote, as a place does it."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.worker import answer
from held.jail.answer import OPEN
from held.jail.developing import develop_with
from held.jail.limits import WALL_SECONDS
from held.jail.supervisor import Ending, Supervisor, Worker


class Watched(Supervisor):
    """A supervisor that remembers how its last workers ended: what that had of time and memory is said nowhere else."""

    ended: list[Ending]

    @contextmanager
    def worker(self, seconds: float = WALL_SECONDS, task: bytes = OPEN) -> Iterator[Worker]:
        """A worker, watched."""
        with super().worker(seconds, task) as worker:
            ending = worker.ending

            def _seen() -> Ending:
                self.ended.append(ending())
                return self.ended[-1]

            setattr(worker, "ending", _seen)  # noqa: B010 - to mypy an assigned method is a fault
            yield worker


KEEPER = Watched()


def develop(*, path: str, into: str = "") -> dict[str, Any]:
    """One photograph: CPU seconds of both workers, their zygote and this process, wall seconds, a worker’s peak MiB.

    With `into` the renditions are written there, as `480.avif`.
    """
    KEEPER.ready()
    KEEPER.ended = []
    before, begun = _outside_the_worker(), perf_counter()
    with Path(path).open("rb") as original:
        made = develop_with(KEEPER, original)
    wall, outside = perf_counter() - begun, _outside_the_worker() - before
    for one in made if into else ():
        (Path(into) / f"{one.size}.{one.format}").write_bytes(one.data)
    cpu = sum(one.seconds for one in KEEPER.ended) + outside
    return {"cpu": cpu, "wall": wall, "rss": max(one.memory for one in KEEPER.ended) / 2**20}


def _outside_the_worker() -> float:
    """CPU seconds of this process and of the zygote, which has one thread."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    zygote = int(Path(f"/proc/{KEEPER.zygote}/schedstat").read_text().split()[0]) / 1e9
    return own.ru_utime + own.ru_stime + zygote


if __name__ == "__main__":
    answer(develop)
