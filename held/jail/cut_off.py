"""For truncated files: finds the undamaged part of the photograph, so that nothing is invented for the rest."""

import re
from collections.abc import Callable
from contextlib import suppress

import pyvips

from held.jail.heif import Bytes

STEP = 8  # rows
_END_OF_JPEG = b"\xff\xd9"
_OTHER_TAIL = b"\x5a\xa5\x3c" * 4096
_BLOCK = 512  # bytes; an interrupted copy may continue with zeros or FF, for whole disk blocks
_PADDING = (b"\0", b"\xff")
_DAMAGE = re.compile(
    "premature end|bad Huffman code|bad arithmetic code|instead of RST"
    "|extraneous bytes before marker 0xd[0-7]"  # restart markers: between them is data of the picture
    "|[0-9]{3,} extraneous bytes before marker 0x(c4|d9|da)"  # some programs leave a few bytes before these
)
_AT_THE_END = "extraneous bytes before marker 0xd9"


class NothingWhole(Exception):
    """The file is truncated, and no part of the photograph can be shown."""


def is_damage(warning: str) -> bool:
    """Whether libjpeg warns about data it could not use, and replaces by invented data."""
    return bool(_DAMAGE.search(warning))


def comes_at_the_end(warning: str) -> bool:
    """Whether libjpeg gave this warning after reading up to the end of the file: no real data follows."""
    return _AT_THE_END in warning


def length_without_padding(original: Bytes) -> int:
    """The number of bytes before the blocks of zeros or FF at the end; the whole length if the file ends otherwise."""
    last = bytes(original[-1:])
    if last not in _PADDING or original[-_BLOCK:].count(last) < _BLOCK:
        return len(original)
    return len(original.rstrip(last))


def without_padding(original: bytearray) -> bytearray:
    """Delete blocks of zeros or FF at the end of the file, in place; returns the same object."""
    del original[length_without_padding(original) :]
    return original


def with_end(jpeg: bytearray) -> bytearray:
    """Add an end marker to a JPEG without one, so that libjpeg reports what is missing in its last scan."""
    return jpeg + _END_OF_JPEG


def with_other_tail(jpeg: Bytes, end: int) -> Bytes:
    """A JPEG with other bytes before its end marker: only a truncated part depends on them."""
    return jpeg[:end] + _OTHER_TAIL + _END_OF_JPEG


def depends_on_what_follows(load: Callable[..., pyvips.Image], jpeg: Bytes, end: int) -> bool:
    """Whether the picture changes when other bytes come before the end: then its last rows are truncated."""
    other = with_other_tail(jpeg, end)
    return bool((load(jpeg) - load(other)).abs().max())


def rows_without_error(load: Callable[[], pyvips.Image]) -> int:
    """How many rows come before the first error, or before the last STEP rows if there is none."""
    image, rows = load(), 0
    region = pyvips.Region.new(image)
    with suppress(pyvips.Error):
        for rows in range(0, image.height, STEP):  # the last one is the one that failed
            region.fetch(0, rows, image.width, min(STEP, image.height - rows))
    return rows


def whole_scans(jpeg: Bytes, scans: list[int]) -> Bytes:
    """A JPEG of several scans without its last, truncated one: each earlier scan covers the whole picture.

    `scans`: the offset of each. Raises NothingWhole if the remaining scans lack a component.
    """
    left = scans[:-1]
    if not left or _components_in(jpeg, left) < _components_of_frame(jpeg, left[0]):
        raise NothingWhole
    return jpeg[: scans[-1]] + _END_OF_JPEG


def _components_in(jpeg: Bytes, scans: list[int]) -> int:
    """The number of components whose first coefficients these scans contain (ITU-T T.81, B.2.3)."""
    found = set()
    for at in scans:
        count = jpeg[at + 4]
        if jpeg[at + 5 + 2 * count] == 0:  # Ss, the first coefficient
            found |= {jpeg[at + 5 + 2 * n] for n in range(count)}
    return len(found)


def _components_of_frame(jpeg: Bytes, until: int) -> int:
    """Nf of the frame (ITU-T T.81, B.2.2), which comes before its scans."""
    at = 2
    while at < until:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return jpeg[at + 9]
        at += 1 if marker == 0xFF else 2 + length
    raise NothingWhole
