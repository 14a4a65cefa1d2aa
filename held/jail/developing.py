"""Develop a photograph: the renditions of an original, made where nothing else can be reached."""

import os
import threading
from typing import BinaryIO

from held.jail.answer import NotAnAnswer, Rendition, Verdict, unpack
from held.jail.keeping import FellIn, Keeper, NoZygote, Room

__all__ = ["CannotBeShown", "Closed", "Rendition", "TooLarge", "develop"]

_AT_ONCE = threading.BoundedSemaphore(len(os.sched_getaffinity(0)))
_KEEPER = Keeper()

_WITHOUT_SECCOMP = (
    "This machine has no safe room to open photographs in: seccomp filters are missing. "
    "Install the package libseccomp2, and use a Linux kernel with CONFIG_SECCOMP_FILTER."
)
_WITHOUT_ZYGOTE = (
    "The process that opens photographs does not start. Run “make run” once more, so that everything it needs is there."
)
_FELL_IN = (
    "The process that opens photographs was ended from outside, perhaps for want of memory. It can be tried again."
)


class CannotBeShown(Exception):
    """A photograph that cannot be opened, or not within its limits. It is kept as it came, and never shown."""


class TooLarge(CannotBeShown):
    """More than 60 MB, a side longer than 20,000 px, or an area above 100 million px."""


class Closed(Exception):
    """There is no safe room here, so nothing may be received. Its text is the remedy, for the host.

    It says nothing about the photograph: the same one can be developed once the cause is gone.
    """


def develop(original: BinaryIO) -> tuple[Rendition, ...]:
    """The renditions of an original, smallest first, AVIF before JPEG. Blocks; as many at once as there are cores.

    Reads the original once, from where it stands to its end. Raises CannotBeShown, TooLarge or Closed, and whatever
    reading the original raises.
    """
    return develop_with(_KEEPER, original)


def develop_with(keeper: Keeper, original: BinaryIO) -> tuple[Rendition, ...]:
    """The same, by a keeper of one's own."""
    with _AT_ONCE:
        try:
            if not keeper.ready().safe:
                raise Closed(_WITHOUT_SECCOMP)
            with keeper.room() as room:
                return _through(room, original)
        except NoZygote as gone:
            raise Closed(_WITHOUT_ZYGOTE) from gone
        except TimeoutError:
            # Its time is over. Whose fault that was, only another room can tell.
            raise (CannotBeShown if keeper.listens() else Closed(_FELL_IN)) from None


def _through(room: Room, original: BinaryIO) -> tuple[Rendition, ...]:
    try:
        room.hand_in(original)
        said = room.answer()
        ending = room.ending()
        verdict, renditions = unpack(said)
    except NotAnAnswer:
        raise CannotBeShown from None  # what a broken room said is not carried further
    except FellIn:
        raise Closed(_FELL_IN) from None
    if verdict is Verdict.TOO_LARGE:
        raise TooLarge
    if verdict is not Verdict.SHOWN or ending.status:
        raise CannotBeShown
    return renditions
