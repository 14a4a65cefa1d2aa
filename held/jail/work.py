"""Inside the jail: one photograph's stay, in two workers: one opens it, another prints its pixels."""

import os

from held.jail.answer import Verdict, pack, pack_pixels, pack_refusal, unpack_pixels
from held.jail.cut_off import NothingWhole
from held.jail.limits import BYTES, LARGE, SIZES
from held.jail.printing import image_of, original_of, renditions_of
from held.jail.to_pixels import BeyondLimits, open_original, pixels_of

_PIECE = 1 << 20


def open_here(channel: int, longest: int = SIZES[-1]) -> None:
    """Read an original from the channel to its end, write its pixels. An error becomes a verdict, never a text."""
    try:
        answer = pack_pixels(pixels_of(open_original(_read(channel), longest)))
    except NothingWhole:
        answer = pack_refusal(Verdict.CUT_OFF)
    except BeyondLimits:
        answer = pack_refusal(Verdict.TOO_LARGE)
    except Exception:  # noqa: BLE001 - decoders raise anything, and no exception text may leave
        answer = pack_refusal(Verdict.CANNOT_BE_SHOWN)
    _write(channel, answer)


def print_here(channel: int) -> None:
    """Read pixels from the channel, write the renditions. This process never sees the original."""
    _, pixels = unpack_pixels(bytes(_read(channel)))
    if pixels is not None:
        _write(channel, pack(renditions_of(image_of(pixels))))


def open_large_here(channel: int) -> None:
    """The same, large enough for a new original."""
    open_here(channel, LARGE)


def print_large_here(channel: int) -> None:
    """Read pixels from the channel, write a new original. This process never sees the first one."""
    _, pixels = unpack_pixels(bytes(_read(channel)), LARGE)
    if pixels is not None:
        _write(channel, original_of(image_of(pixels)))


def _read(channel: int) -> bytearray:
    """All input, in memory once."""
    read = bytearray()
    while piece := os.read(channel, _PIECE):
        read += piece
        if len(read) > BYTES:
            raise BeyondLimits
    return read


def _write(channel: int, answer: bytes) -> None:
    rest = memoryview(answer)
    while rest:
        rest = rest[os.write(channel, rest) :]
