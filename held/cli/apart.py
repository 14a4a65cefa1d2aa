"""Work that is done in a process of its own, so that nothing it loads, opens or starts stays in this one."""

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from held.cli import preparing
from held.cli.messages import CannotGoOn, stop_gently

StoryPage = TypeVar("StoryPage")


def done_apart(work: Callable[[], StoryPage]) -> StoryPage:
    """What the work returns. Raises CannotGoOn as the work does; ends the command with 1 where the work failed.

    The server is forked from this process, so a photograph, for which threads and libraries are needed, is developed
    in another one.
    """
    preparing.close_every_handle()
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_tell, args=(work, theirs))
    process.start()
    theirs.close()
    try:
        told = ours.recv()
    except EOFError:
        raise SystemExit(1) from None  # it has said why
    finally:
        ours.close()
        process.join()
    if isinstance(told, CannotGoOn):
        raise told
    return told  # type: ignore[no-any-return]  # what came through the pipe is what the work returned


def _tell(work: Callable[[], object], ours: Connection) -> None:
    try:
        ours.send(work())
    except CannotGoOn as reason:
        ours.send(reason)
    except KeyboardInterrupt:
        os._exit(1)  # a terminal sends Ctrl-C to both; the other process says that it stopped
    except BaseException as fault:  # noqa: BLE001  # a trace could print words; its kind and place are told
        stop_gently(fault)
        os._exit(1)
