"""Develop a photograph: make the renditions of an original, isolated from everything else."""

import os
import threading
from dataclasses import replace
from io import BytesIO
from time import monotonic
from typing import BinaryIO

from held.jail.answer import PRINT, NotAnAnswer, Pixels, Rendition, Verdict, pack_pixels, unpack, unpack_pixels
from held.jail.limits import WALL_SECONDS
from held.jail.supervisor import FellIn, NoZygote, Supervisor, Worker

__all__ = ["CannotBeShown", "Closed", "CutOff", "Rendition", "TooLarge", "develop"]

_AT_ONCE = threading.BoundedSemaphore(len(os.sched_getaffinity(0)))
_SUPERVISOR = Supervisor()

_WITHOUT_SECCOMP = (
    "This machine has no sandbox to open photographs in: seccomp filters are missing. "
    "Install the package libseccomp2, and use a Linux kernel with CONFIG_SECCOMP_FILTER."
)
_WITHOUT_ZYGOTE = (
    "The process that opens photographs doesn’t start. Run “make run” once more, so that everything it needs is there."
)
_FELL_IN = (
    "The process that opens photographs was ended from outside, perhaps because memory ran out. It can be tried again."
)


class CannotBeShown(Exception):
    """A photograph that cannot be opened, or not within its limits. It is kept as received, and never shown."""


class TooLarge(CannotBeShown):
    """More than 60 MB, a side longer than 20,000 px, an area above 202 million px, or pixels that need more memory."""


class CutOff(CannotBeShown):
    """The file is truncated, and no part of the photograph can be shown."""


class Closed(Exception):
    """There is no safe jail here, so nothing may be received. Its text is the remedy, for the host.

    It says nothing about the photograph: the same one can be developed after the cause is fixed.
    """


def develop(original: BinaryIO) -> tuple[Rendition, ...]:
    """The renditions of an original, smallest first, AVIF before JPEG. Blocks; as many run at once as there are cores.

    Reads the original once, from its current position to its end. Raises CannotBeShown, TooLarge, CutOff or Closed, and
    any exception from reading the original.
    """
    return develop_with(_SUPERVISOR, original)


def develop_with(supervisor: Supervisor, original: BinaryIO) -> tuple[Rendition, ...]:
    """The same, with another supervisor."""
    with _AT_ONCE:
        try:
            if not supervisor.ready().safe:
                raise Closed(_WITHOUT_SECCOMP)
            return _developed(supervisor, original)
        except NoZygote as gone:
            raise Closed(_WITHOUT_ZYGOTE) from gone
        except TimeoutError:
            # The time limit is over. Only another worker can show whether the photograph or the zygote is at fault.
            raise (CannotBeShown if supervisor.listens() else Closed(_FELL_IN)) from None


def _developed(supervisor: Supervisor, original: BinaryIO) -> tuple[Rendition, ...]:
    """Opened in one worker and printed in another, which gets only the pixels: whatever an original does to the worker
    that opens it, the renditions are pictures that our own code wrote.
    """
    until = monotonic() + WALL_SECONDS
    try:
        with supervisor.worker() as worker:
            pixels = _opened(*unpack_pixels(_through(worker, original)))
        with supervisor.worker(until - monotonic(), PRINT) as worker:
            printed = unpack(_through(worker, BytesIO(pack_pixels(pixels))))
        return tuple(replace(one, whole=pixels.whole) for one in printed)
    except NotAnAnswer:
        raise CannotBeShown from None  # a broken worker's output is discarded


def _opened(verdict: Verdict, pixels: Pixels | None) -> Pixels:
    if verdict is Verdict.TOO_LARGE:
        raise TooLarge
    if verdict is Verdict.CUT_OFF:
        raise CutOff
    if pixels is None:
        raise CannotBeShown
    return pixels


def _through(worker: Worker, given: BinaryIO) -> bytes:
    """The output of a worker that ended well."""
    try:
        worker.hand_in(given)
        output = worker.answer()
        ending = worker.ending()
    except FellIn:
        raise Closed(_FELL_IN) from None
    if ending.status:
        raise NotAnAnswer
    return output
