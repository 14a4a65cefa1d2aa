"""What comes out of the jail: one verdict and bounded renditions, written inside, read with distrust outside."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from held.jail.formats import format_of
from held.jail.limits import FORMATS, RENDITION_BYTES, SIZES

_HEAD = struct.Struct("!BB")  # verdict, number of renditions
_RENDITION = struct.Struct("!HBHHI")  # box, format, width, height, length
_MOST = len(SIZES) * len(FORMATS)

ENDING = struct.Struct("!iqd")  # how wait(2) says a room ended; the most memory it had, bytes; CPU seconds
LONGEST = _HEAD.size + _MOST * (_RENDITION.size + RENDITION_BYTES)  # bytes of a whole answer


class Verdict(IntEnum):
    """All that the jail can say of a photograph, beside the renditions."""

    SHOWN = 0
    CANNOT_BE_SHOWN = 1
    TOO_LARGE = 2


@dataclass(frozen=True)
class Rendition:
    """One picture to be shown: without metadata, upright, in sRGB."""

    size: int  # the box it was made for: 480, 1080 or 1600 px, longest side
    format: str  # "avif" or "jpeg"
    width: int
    height: int
    data: bytes


class NotAnAnswer(Exception):
    """What came out of the jail is nothing that our own code would have written."""


def pack(verdict: Verdict, renditions: Iterable[Rendition] = ()) -> bytes:
    """The bytes of an answer."""
    parts = list(renditions)
    return _HEAD.pack(verdict, len(parts)) + b"".join(_heading(one) + one.data for one in parts)


def unpack(data: bytes) -> tuple[Verdict, tuple[Rendition, ...]]:
    """The answer that these bytes are. Raises NotAnAnswer for anything that is not exactly one."""
    try:
        verdict, count = Verdict(data[0]), data[1]
        renditions, rest = [], memoryview(data)[_HEAD.size :]
        for _ in range(min(count, _MOST + 1)):
            one, rest = _take(rest)
            renditions.append(one)
    except (IndexError, ValueError, struct.error) as odd:
        raise NotAnAnswer from odd
    if rest or not _complete(verdict, renditions):
        raise NotAnAnswer
    return verdict, tuple(renditions)


def _heading(one: Rendition) -> bytes:
    return _RENDITION.pack(one.size, FORMATS.index(one.format), one.width, one.height, len(one.data))


def _take(rest: memoryview) -> tuple[Rendition, memoryview]:
    size, form, width, height, length = _RENDITION.unpack_from(rest)
    if length > RENDITION_BYTES or not 0 < max(width, height) <= size or not min(width, height):
        raise NotAnAnswer
    data = bytes(rest[_RENDITION.size : _RENDITION.size + length])
    if len(data) != length or format_of(data) != FORMATS[form]:
        raise NotAnAnswer
    return Rendition(size, FORMATS[form], width, height, data), rest[_RENDITION.size + length :]


def _complete(verdict: Verdict, renditions: list[Rendition]) -> bool:
    """The smallest sizes without a gap, each in every format; none when nothing is shown."""
    found = [(one.size, one.format) for one in renditions]
    sizes = SIZES[: len(found) // len(FORMATS)]
    return found == [(size, form) for size in sizes for form in FORMATS] and bool(found) == (verdict is Verdict.SHOWN)
