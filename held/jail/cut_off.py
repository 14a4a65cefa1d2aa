"""Files that end before the photograph does: what of them is whole, so that nothing is invented for the rest."""

from held.jail.heif import Bytes

_END_OF_JPEG = b"\xff\xd9"
_OTHER_TAIL = b"\x5a\xa5\x3c" * 4096
_BLOCK = 512  # bytes; a copy that was interrupted may go on in zeros, for whole blocks of a disk


class NothingWhole(Exception):
    """The file ends before the photograph does, and nothing of it can be shown."""


def length_without_zeros(original: Bytes) -> int:
    """How many bytes come before the blocks of zeros at its end; a file that ends otherwise has its whole length."""
    if original[-_BLOCK:].count(0) < _BLOCK:
        return len(original)
    return len(original.rstrip(b"\0"))


def without_zeros(original: bytearray) -> bytearray:
    """The same file without blocks of zeros at its end; it is changed itself."""
    del original[length_without_zeros(original) :]
    return original


def with_end(jpeg: bytearray) -> bytearray:
    """A JPEG that has no end gets one, so that what is missing in its last scan is told as such."""
    return jpeg + _END_OF_JPEG


def with_other_tail(jpeg: Bytes, end: int) -> Bytes:
    """A JPEG in which other bytes come before its end: what is cut off depends on them, and nothing else does."""
    return jpeg[:end] + _OTHER_TAIL + _END_OF_JPEG


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
