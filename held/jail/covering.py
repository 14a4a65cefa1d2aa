"""Covers parts of an opened photograph with a flat colour, and cuts it. Pixels in, pixels out, without a library.

What a part shows also tints its surroundings: a camera's JPEG spreads colour over blocks of 16 px, and shrinking mixes
neighbours. So each rectangle grows by MARGIN on every side, and each cut edge moves inward by as much. AVIF and WebP of
low quality spread a faint tint farther, at most 15 of 255 as measured: a colour may stay, no shape and no letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from held.jail.answer import Pixels

WHOLE = 1000  # parts of a side
MOST = 10  # rectangles
MARGIN = 16  # px: a pixel that shares a block with a covered one is at most 15 away
FLAT = 128  # the grey of a covered part, in every channel


class NothingLeft(Exception):
    """The cut has no size, or everything inside it is covered."""


@dataclass(frozen=True)
class Box:
    """A rectangle of a photograph that stands upright: its edges, from the left and from the top.

    In thousandths of a side when somebody chooses it, in whole pixels when it is drawn.
    """

    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_empty(self) -> bool:
        """Whether it has no size."""
        return self.right <= self.left or self.bottom <= self.top

    def within(self, other: Self) -> "Box":
        """The part of it that is inside the other."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


@dataclass(frozen=True)
class Covering:
    """What to cover, and what to keep of the rest; in thousandths of a side."""

    covered: tuple[Box, ...] = ()
    cut: Box = Box(0, 0, WHOLE, WHOLE)


def cover(pixels: Pixels, covering: Covering) -> Pixels:
    """The same photograph with every part covered, then cut. Raises NothingLeft."""
    width, height = pixels.width, pixels.height
    kept = _kept(covering.cut, width, height)
    covered = [one for one in (_grown(box, width, height).within(kept) for box in covering.covered) if not one.is_empty]
    if kept.is_empty or not _anything_left(kept, covered):
        raise NothingLeft
    data, each = bytearray(pixels.data), pixels.channels
    for box in covered:
        for at, end in _rows(box, width, each):
            data[at:end] = bytes([FLAT]) * (end - at)
    rows = b"".join(data[at:end] for at, end in _rows(kept, width, each))
    return Pixels(kept.right - kept.left, kept.bottom - kept.top, each, rows, pixels.whole)


def _grown(box: Box, width: int, height: int) -> Box:
    """In whole pixels, outward, with the margin."""
    return Box(
        box.left * width // WHOLE - MARGIN,
        box.top * height // WHOLE - MARGIN,
        -(-box.right * width // WHOLE) + MARGIN,
        -(-box.bottom * height // WHOLE) + MARGIN,
    )


def _kept(cut: Box, width: int, height: int) -> Box:
    """In whole pixels, inward, with the margin at each edge that is cut."""
    return Box(
        -(-cut.left * width // WHOLE) + MARGIN if cut.left > 0 else 0,
        -(-cut.top * height // WHOLE) + MARGIN if cut.top > 0 else 0,
        cut.right * width // WHOLE - MARGIN if cut.right < WHOLE else width,
        cut.bottom * height // WHOLE - MARGIN if cut.bottom < WHOLE else height,
    )


def _anything_left(kept: Box, covered: list[Box]) -> bool:
    """Whether any pixel is seen: between two neighbouring edges every pixel is alike, so one of each is enough."""
    across = {kept.left, *(edge for box in covered for edge in (box.left, box.right) if edge < kept.right)}
    down = {kept.top, *(edge for box in covered for edge in (box.top, box.bottom) if edge < kept.bottom)}
    return any(
        not any(box.left <= x < box.right and box.top <= y < box.bottom for box in covered)
        for x in across
        for y in down
    )


def _rows(box: Box, width: int, each: int) -> Iterator[tuple[int, int]]:
    """Where each row of the rectangle begins and ends in the bytes."""
    for y in range(box.top, box.bottom):
        yield (y * width + box.left) * each, (y * width + box.right) * each
