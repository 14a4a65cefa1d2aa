"""Inside: tests each wall on a process of its own."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict

from held.jail.landlock import landlock_abi, reach_nothing
from held.jail.walls import Walls
from held.jail.worker import no_new_privileges, raise_walls


def tell() -> None:
    """Print the walls that hold here, for `walls`."""
    print(json.dumps(asdict(probe_walls())))


def probe_walls() -> Walls:
    """The same, tested by forking this process, which must have a single thread."""
    return Walls(
        seccomp=_holds(lambda: raise_walls(["seccomp"])),
        landlock=landlock_abi() if _holds(_only_landlock) else 0,
        no_new_privs=_ended_well(no_new_privileges),
    )


def _only_landlock() -> None:
    no_new_privileges()
    if not reach_nothing():
        raise NotImplementedError


def _holds(raise_wall: Callable[[], object]) -> bool:
    """Whether a file that could be opened cannot be opened any more behind this wall."""

    def _refused() -> bool:
        os.close(os.open("/", os.O_RDONLY))
        raise_wall()
        try:
            os.open("/", os.O_RDONLY)
        except PermissionError:
            return True
        return False

    return _ended_well(_refused)


def _ended_well(attempt: Callable[[], bool]) -> bool:
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if attempt() else 1)
        except BaseException:  # noqa: BLE001 - any exception means that the wall fails
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0
