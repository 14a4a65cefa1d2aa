"""How the commands speak: a sentence on the terminal, progress in words, a gentle end when they cannot go on."""

import sys
from time import monotonic

LIKE_THE_SERVICE = "If the place runs as a service, give this command the same HELD_DATA and HELD_ADDRESS."


class CannotGoOn(Exception):
    """The command stops, nothing is broken; the message is for the host: what is so, and what would help."""


def say(sentence: str = "") -> None:
    """One line on the terminal, at once, also when a program reads it."""
    print(sentence, flush=True)


class Progress:
    """Tells how far a piece of work is, once a second, if it takes longer than one."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._told_at = monotonic()

    def __call__(self, done: int, of: int) -> None:
        """So many are done. Says it only if the last word is a second old."""
        if monotonic() - self._told_at >= 1:
            self._told_at = monotonic()
            say(f"{self._doing}: {done:,} of {of:,} …")


def stop_gently(fault: BaseException) -> None:
    """What the host reads when something went wrong that nobody foresaw: its kind and place, never its text."""
    step = fault.__traceback__
    while step and step.tb_next:
        step = step.tb_next
    where = f"{step.tb_frame.f_code.co_filename}:{step.tb_lineno}" if step else "unknown place"
    full = isinstance(fault, OSError) and fault.errno == 28
    print(
        "There is no room left on the disk. What was saved before is safe; please make room and begin again."
        if full
        else "Something went wrong on our side. What was saved before is safe.\n"
        f"If you tell us of it, please send this line: {type(fault).__name__} at {where}",
        file=sys.stderr,
    )
