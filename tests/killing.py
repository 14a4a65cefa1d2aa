"""Ends a process before any one of the calls it makes, as a power cut or an impatient user might."""

import os
import random
import sys
from collections.abc import Callable, Iterator
from itertools import count

from tests.promises.sizes import is_small

KILLED = 9
STEP = 3 if is_small() else 1


def numbers_of_calls() -> Iterator[int]:
    """The numbers of the calls before which to kill: every one with EVIDENCE=full, else every third."""
    return count(random.randrange(STEP), STEP)


def killed_before_call(number: int, act: Callable[[], object]) -> bool:
    """Run the act in a child that is ended before its n-th call into the system or a library; returns whether it was.

    False: the act made fewer calls and finished. If the act itself failed, this fails too.
    """
    child = os.fork()
    if child:
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert ended in {0, KILLED}
        return ended == KILLED
    left, ended = number, 1

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal left
        if event == "c_call":
            left -= 1
            if left < 0:
                os._exit(KILLED)

    try:
        sys.setprofile(count)
        act()
        sys.setprofile(None)
        ended = 0
    finally:
        os._exit(ended)
