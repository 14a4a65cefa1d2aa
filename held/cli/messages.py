"""The output of the commands: sentences, progress, and a message when they cannot go on."""

import os
import sys
from pathlib import Path
from time import monotonic
from typing import TextIO

from held.lib.commands import LIKE_THE_SERVICE, as_run_here
from held.lib.full_disk import is_full_disk


def no_place_in(folder: Path) -> str:
    """For a command that requires an installation, in a folder without one."""
    return (
        f"There is no place in {folder}. If yours is kept elsewhere, name its folder in HELD_DATA. {LIKE_THE_SERVICE} "
        "Only for a new place: “bin/held serve” creates one."
    )


class CannotGoOn(Exception):
    """The command stops, nothing is broken; the message tells the host the problem and the remedy."""

    code = 1
    """The exit code."""


class HostMustAct(CannotGoOn):
    """The same start would end in the same way until somebody does something.

    deploy/held.service names this number in RestartPreventExitStatus=, so that systemd doesn't try again every 5 s.
    """

    code = 3


def say(sentence: str = "", out: TextIO | None = None) -> None:
    """Print one line at once, even if the output is a pipe.

    If the reader has exited (`held check | head`), the work continues: a copy is finished, and the place stays open.
    """
    stream = out or sys.stdout
    try:
        print(as_run_here(sentence), file=stream, flush=True)
    except BrokenPipeError:
        _print_nowhere(stream)


def complain(sentence: object) -> None:
    """The same on stderr: why a command cannot go on."""
    say(str(sentence), sys.stderr)


def say_the_rest() -> bool:
    """Flush the output (argparse prints by itself); False if that fails, for example on a full disk.

    A closed pipe is not an error.
    """
    printed = True
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            _print_nowhere(stream)
        except OSError:
            _print_nowhere(stream)
            printed = False
    return printed


def _print_nowhere(stream: TextIO) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


class Progress:
    """Prints the progress of work that takes longer than a second, once a second."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._told_at = monotonic()

    def __call__(self, done: int, of: int) -> None:
        """`done` are done. Prints only if the last line is a second old."""
        if monotonic() - self._told_at >= 1:
            self._told_at = monotonic()
            say(f"{self._doing}: {done:,} of {of:,} …")


def stop_gently(fault: BaseException) -> None:
    """Tell the host about an unexpected exception: its type and place, never its text."""
    step = fault.__traceback__
    while step and step.tb_next:
        step = step.tb_next
    where = f"{step.tb_frame.f_code.co_filename}:{step.tb_lineno}" if step else "unknown place"
    complain(
        "The disk is full. Everything already saved is safe. Please free some space and start again."
        if is_full_disk(fault)
        else "Something went wrong on our side. Everything already saved is safe.\n"
        f"If you report it, please include this line: {type(fault).__name__} at {where}"
    )
