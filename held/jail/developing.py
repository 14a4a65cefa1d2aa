"""Develop a photograph, isolated from everything else: make the renditions of an original, or a new one with parts
covered.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from time import monotonic
from typing import BinaryIO

from held.jail.answer import (
    OPEN_LARGE,
    PRINT,
    PRINT_LARGE,
    NotAnAnswer,
    Pixels,
    Rendition,
    Verdict,
    pack_pixels,
    unpack,
    unpack_pixels,
)
from held.jail.covering import Covering, NothingLeft, cover
from held.jail.formats import format_of
from held.jail.limits import BYTES, LARGE, WALL_SECONDS
from held.jail.supervisor import FellIn, NoZygote, Supervisor, Worker

__all__ = ["CannotBeShown", "Closed", "CutOff", "NothingLeft", "Rendition", "TooLarge", "cover_part", "develop"]

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


@dataclass(frozen=True)
class Covered:
    """A new original; the size of what was opened before anything was cut, px, and whether that was all of it."""

    data: bytes
    width: int
    height: int
    whole: bool


def develop(original: BinaryIO) -> tuple[Rendition, ...]:
    """The renditions of an original, smallest first, AVIF before JPEG. Blocks; as many run at once as there are cores.

    Reads the original once, from its current position to its end. Raises CannotBeShown, TooLarge, CutOff or Closed, and
    any exception from reading the original.
    """
    return develop_with(_SUPERVISOR, original)


def develop_with(supervisor: Supervisor, original: BinaryIO) -> tuple[Rendition, ...]:
    """The same, with another supervisor."""
    with _sandboxed(supervisor):
        return _developed(supervisor, original)


def cover_part(original: BinaryIO, covering: Covering) -> Covered:
    """A new original with these parts covered: a JPEG of pixels alone, at most 4000 px on its longest side.

    Nothing else of the first reaches it: one worker opens the first, the parts are covered here, and another worker
    prints what is left. Raises NothingLeft, and what `develop` raises.
    """
    with _sandboxed(_SUPERVISOR):
        until = monotonic() + WALL_SECONDS
        with _SUPERVISOR.worker(task=OPEN_LARGE) as worker:
            pixels = _opened(*unpack_pixels(_through(worker, original), LARGE))
        covered = pack_pixels(cover(pixels, covering))
        with _SUPERVISOR.worker(until - monotonic(), PRINT_LARGE) as worker:
            data = _through(worker, BytesIO(covered))
        if format_of(data) != "jpeg" or len(data) > BYTES:
            raise NotAnAnswer
        return Covered(data, pixels.width, pixels.height, pixels.whole)


@contextmanager
def _sandboxed(supervisor: Supervisor) -> Iterator[None]:
    """As many at once as there are cores; what fails inside is raised as one of the sentences above."""
    with _AT_ONCE:
        try:
            if not supervisor.ready().safe:
                raise Closed(_WITHOUT_SECCOMP)
            yield
        except NotAnAnswer:
            raise CannotBeShown from None  # a broken worker's output is discarded
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
    with supervisor.worker() as worker:
        pixels = _opened(*unpack_pixels(_through(worker, original)))
    with supervisor.worker(until - monotonic(), PRINT) as worker:
        printed = unpack(_through(worker, BytesIO(pack_pixels(pixels))))
    return tuple(replace(one, whole=pixels.whole) for one in printed)


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
