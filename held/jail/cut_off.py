"""Files that end before the photograph does: what of them is whole, so that nothing is invented for the rest."""

import re
from collections.abc import Callable
from contextlib import suppress

import pyvips

from held.jail.heif import Bytes

STEP = 8  # rows
_END_OF_JPEG = b"\xff\xd9"
_OTHER_TAIL = b"\x5a\xa5\x3c" * 4096
_BLOCK = 512  # bytes; a copy that was interrupted may go on in zeros or in FF, for whole blocks of a disk
_PADDING = (b"\0", b"\xff")
_DAMAGE = re.compile(
    "premature end|bad Huffman code|bad arithmetic code|instead of RST"
    "|extraneous bytes before marker 0xd[0-7]"  # restarts: what is between them is data of the picture
    "|[0-9]{3,} extraneous bytes before marker 0x(c4|d9|da)"  # some programs leave a few bytes before these
)
_AT_THE_END = "extraneous bytes before marker 0xd9"


class NothingWhole(Exception):
    """The file ends before the photograph does, and nothing of it can be shown."""


def is_damage(warning: str) -> bool:
    """Whether libjpeg warns of data that it could not use, and of which it then makes something up."""
    return bool(_DAMAGE.search(warning))


def comes_at_the_end(warning: str) -> bool:
    """Whether libjpeg gave this warning when it had read up to the end of the file: nothing real follows it."""
    return _AT_THE_END in warning


def length_without_padding(original: Bytes) -> int:
    """How many bytes come before the blocks of zeros or of FF at its end; all, in a file that ends otherwise."""
    last = bytes(original[-1:])
    if last not in _PADDING or original[-_BLOCK:].count(last) < _BLOCK:
        return len(original)
    return len(original.rstrip(last))


def without_padding(original: bytearray) -> bytearray:
    """The same file without blocks of zeros or of FF at its end; it is changed itself."""
    del original[length_without_padding(original) :]
    return original


def with_end(jpeg: bytearray) -> bytearray:
    """A JPEG that has no end gets one, so that what is missing in its last scan is told as such."""
    return jpeg + _END_OF_JPEG


def with_other_tail(jpeg: Bytes, end: int) -> Bytes:
    """A JPEG in which other bytes come before its end: what is cut off depends on them, and nothing else does."""
    return jpeg[:end] + _OTHER_TAIL + _END_OF_JPEG


def depends_on_what_follows(load: Callable[..., pyvips.Image], jpeg: Bytes, end: int) -> bool:
    """Whether another picture is shown when other bytes come before the end: then its last rows are cut off."""
    other = with_other_tail(jpeg, end)
    return bool((load(jpeg) - load(other)).abs().max())


def rows_without_error(load: Callable[[], pyvips.Image]) -> int:
    """How many rows come before the first error, or before the last STEP rows where there is none."""
    image, rows = load(), 0
    region = pyvips.Region.new(image)
    with suppress(pyvips.Error):
        for rows in range(0, image.height, STEP):  # the last is the one that failed
            region.fetch(0, rows, image.width, min(STEP, image.height - rows))
    return rows


def whole_scans(jpeg: Bytes, scans: list[int]) -> Bytes:
    """A JPEG of several scans without its last one, which is cut off: each scan before goes over the whole picture.

    `scans`: where each begins. Raises NothingWhole where what is left has not every component.
    """
    left = scans[:-1]
    if not left or _components_in(jpeg, left) < _components_of_frame(jpeg, left[0]):
        raise NothingWhole
    return jpeg[: scans[-1]] + _END_OF_JPEG


def _components_in(jpeg: Bytes, scans: list[int]) -> int:
    """How many components these scans name whose first coefficients they hold (ITU-T T.81, B.2.3)."""
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
