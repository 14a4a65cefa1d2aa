"""Inside the jail: the whole of one photograph's stay, from its bytes to the answer."""

import os

from held.jail.answer import Rendition, Verdict, pack
from held.jail.limits import BYTES
from held.jail.opening import BeyondLimits, open_original
from held.jail.printing import renditions_of

_PIECE = 1 << 20


def develop_here(channel: int) -> None:
    """Read an original from the channel to its end, write the answer. What goes wrong is a verdict, never a text."""
    renditions: list[Rendition] = []
    try:
        renditions = list(renditions_of(open_original(_read(channel))))
        verdict = Verdict.SHOWN
    except BeyondLimits:
        verdict = Verdict.TOO_LARGE
    except Exception:  # noqa: BLE001 - the decoders raise what they like, and nothing of it may come out
        verdict = Verdict.CANNOT_BE_SHOWN
    _write(channel, pack(verdict, renditions))


def _read(channel: int) -> bytes:
    read = bytearray()
    while piece := os.read(channel, _PIECE):
        read += piece
        if len(read) > BYTES:
            raise BeyondLimits
    return bytes(read)


def _write(channel: int, answer: bytes) -> None:
    rest = memoryview(answer)
    while rest:
        rest = rest[os.write(channel, rest) :]
