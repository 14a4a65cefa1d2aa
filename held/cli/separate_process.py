"""Runs work in a separate process, so that nothing it loads, opens or starts stays in this one."""

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from held.cli import preparing
from held.cli.messages import CannotGoOn, stop_gently

Result = TypeVar("Result")


def run_in_subprocess(work: Callable[[], Result]) -> Result:
    """The work's return value. Raises CannotGoOn if the work does; exits with 1 if the work failed.

    The server is forked from this process. Developing a photograph requires threads and libraries, so it is done in
    another process.
    """
    preparing.close_every_handle()
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_tell, args=(work, theirs))
    process.start()
    theirs.close()
    try:
        result = ours.recv()
    except EOFError:
        raise SystemExit(1) from None  # it has printed the reason
    finally:
        ours.close()
        process.join()
    if isinstance(result, CannotGoOn):
        raise result
    return result  # type: ignore[no-any-return]  # what comes through the pipe is the work's return value


def _tell(work: Callable[[], object], ours: Connection) -> None:
    try:
        ours.send(work())
    except CannotGoOn as reason:
        ours.send(reason)
    except KeyboardInterrupt:
        os._exit(1)  # a terminal sends Ctrl-C to both; the other process prints that it stopped
    except BaseException as fault:  # noqa: BLE001  # a trace could print words; its type and place are printed
        stop_gently(fault)
        os._exit(1)
