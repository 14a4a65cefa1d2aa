"""What leaves the jail: pixels from the worker that opens, renditions from the worker that prints.

It is written inside and checked outside without trust. Pixels can be checked by their count alone, so a worker that an
original has taken over can draw another picture and do nothing else.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from held.jail.formats import format_of
from held.jail.limits import FORMATS, LARGE, RENDITION_BYTES, SIZES

OPEN, PRINT, OPEN_LARGE, PRINT_LARGE = b"o", b"p", b"O", b"P"  # a worker's task

_PIXELS = struct.Struct("!BHHB")  # verdict, width, height, channels
_RENDITION = struct.Struct("!HBHHI")  # box, format, width, height, length
_MOST = len(SIZES) * len(FORMATS)

ENDING = struct.Struct("!iqd")  # the wait(2) status of a worker; its peak memory, bytes; CPU seconds
LONGEST = max(1 + _MOST * (_RENDITION.size + RENDITION_BYTES), _PIXELS.size + 3 * LARGE**2)  # bytes of a whole answer


class Verdict(IntEnum):
    """All that the jail can say about a photograph, apart from its pixels."""

    SHOWN = 0
    CANNOT_BE_SHOWN = 1
    TOO_LARGE = 2
    SHOWN_IN_PART = 3
    CUT_OFF = 4  # and no part can be shown


@dataclass(frozen=True)
class Pixels:
    """An opened photograph: upright, in sRGB or grey, one byte per channel and pixel, row by row."""

    width: int
    height: int
    channels: int  # 3, or 1 for grey
    data: bytes
    whole: bool = True  # False: only a part of the photograph opens, and this is that part


@dataclass(frozen=True)
class Rendition:
    """One picture to show: without metadata, upright, in sRGB."""

    size: int  # the box it was made for: 480, 1080 or 1600 px, longest side
    format: str  # "avif" or "jpeg"
    width: int
    height: int
    data: bytes
    whole: bool = True  # False: only a part of the photograph opens, and this is that part


class NotAnAnswer(Exception):
    """The jail's output is not anything our own code would have written."""


def pack_pixels(pixels: Pixels) -> bytes:
    """The bytes of an opened photograph."""
    verdict = Verdict.SHOWN if pixels.whole else Verdict.SHOWN_IN_PART
    return _PIXELS.pack(verdict, pixels.width, pixels.height, pixels.channels) + pixels.data


def pack_refusal(verdict: Verdict) -> bytes:
    """The bytes of a refusal and its reason."""
    return bytes([verdict])


def unpack_pixels(data: bytes, longest: int = SIZES[-1]) -> tuple[Verdict, Pixels | None]:
    """The output of the worker that opens. Raises NotAnAnswer unless it is pixels of the right count, or a refusal.

    `longest`: px of the longest side.
    """
    try:
        verdict = Verdict(data[0])
        if verdict not in {Verdict.SHOWN, Verdict.SHOWN_IN_PART}:
            return _refusal(verdict, data)
        _, width, height, channels = _PIXELS.unpack_from(data)
    except (IndexError, ValueError, struct.error) as odd:
        raise NotAnAnswer from odd
    pixels = Pixels(width, height, channels, data[_PIXELS.size :], verdict is Verdict.SHOWN)
    if channels not in (1, 3) or max(width, height) > longest or not min(width, height):
        raise NotAnAnswer
    if len(pixels.data) != width * height * channels:
        raise NotAnAnswer
    return verdict, pixels


def pack(renditions: Iterable[Rendition]) -> bytes:
    """The renditions as bytes."""
    parts = list(renditions)
    return bytes([len(parts)]) + b"".join(_heading(one) + one.data for one in parts)


def unpack(data: bytes) -> tuple[Rendition, ...]:
    """The renditions in these bytes. Raises NotAnAnswer unless the bytes are exactly one or more renditions."""
    try:
        renditions, rest = [], memoryview(data)[1:]
        for _ in range(min(data[0], _MOST + 1)):
            one, rest = _take(rest)
            renditions.append(one)
    except (IndexError, struct.error) as odd:
        raise NotAnAnswer from odd
    if rest or not _complete(renditions):
        raise NotAnAnswer
    return tuple(renditions)


def _refusal(verdict: Verdict, data: bytes) -> tuple[Verdict, None]:
    if len(data) != 1:
        raise NotAnAnswer
    return verdict, None


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


def _complete(renditions: list[Rendition]) -> bool:
    """Whether these are the smallest sizes, at least one and without a gap, each in every format."""
    found = [(one.size, one.format) for one in renditions]
    sizes = SIZES[: len(found) // len(FORMATS)]
    return bool(found) and found == [(size, form) for size in sizes for form in FORMATS]
