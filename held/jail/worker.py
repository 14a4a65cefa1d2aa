"""Inside the jail: give up all access, open one photograph, exit."""

import ctypes
import os
import resource
import signal
from collections.abc import Callable, Collection
from typing import NoReturn

from held.jail.calls import only_needed_calls
from held.jail.landlock import reach_nothing
from held.jail.limits import CPU_SECONDS, MEMORY, WALL_SECONDS

CHANNEL = 3  # the only file descriptor of a worker
WALLS = ("landlock", "limits", "seccomp")

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS, _PR_GET_NO_NEW_PRIVS = 1, 4, 38, 39
_LIMITS = (
    (resource.RLIMIT_AS, MEMORY),
    (resource.RLIMIT_CPU, CPU_SECONDS),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_MEMLOCK, 0),
    (resource.RLIMIT_MSGQUEUE, 0),
    (resource.RLIMIT_NOFILE, 0),  # open files stay open; no more can be opened
)
_libc = ctypes.CDLL(None, use_errno=True)


def run_sandboxed(
    channel: int, work: Callable[[int], None], supervisor: int, walls: Collection[str] = WALLS
) -> NoReturn:
    """In a newly forked process: keep only the channel, raise the walls, do the work, exit.

    `supervisor` is the process without which this one ends too. Only tests leave out a wall. Exits with 0 after the
    work, with 1 when a wall fails: then nothing was read.
    """
    try:
        _let_go_of_all_but(channel)
        end_with(supervisor)
        raise_walls(walls)
        work(CHANNEL)
    except BaseException:  # noqa: BLE001 - no exception may reach the zygote's own code in this process
        os._exit(1)
    os._exit(0)


def end_with(supervisor: int) -> None:
    """From now on this process is killed when its parent ends. Raises ProcessLookupError if the parent has already
    ended.
    """
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != supervisor:
        raise ProcessLookupError(supervisor)


def no_new_privileges() -> bool:
    """Never gain a right by starting a program; returns whether the kernel confirms it."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    return bool(_libc.prctl(_PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)


def raise_walls(walls: Collection[str] = WALLS) -> None:
    """Raise them around this process, for good. Raises OSError when a wall that the kernel has fails."""
    no_new_privileges()
    _prctl(_PR_SET_DUMPABLE, 0)  # nobody can read this memory, and no core dump is written
    if "landlock" in walls:
        reach_nothing()
    if "limits" in walls:
        signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)  # the signal keeps its default action: it ends the process
        for what, most in _LIMITS:
            resource.setrlimit(what, (most, most))
    if "seccomp" in walls:
        only_needed_calls()


def _let_go_of_all_but(channel: int) -> None:
    os.setsid()
    if channel != CHANNEL:
        os.dup2(channel, CHANNEL)
    os.closerange(0, CHANNEL)
    os.closerange(CHANNEL + 1, os.sysconf("SC_OPEN_MAX"))


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0):
        raise OSError(ctypes.get_errno(), f"prctl {option}")
